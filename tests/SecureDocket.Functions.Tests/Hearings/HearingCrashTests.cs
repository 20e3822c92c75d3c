using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Hearings;

/// <summary>The registrar's word dies at every request to storage, before and after the request took effect.</summary>
public sealed class HearingCrashTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Theory]
    [InlineData(0, TransportFault.NotSent)]
    [InlineData(0, TransportFault.AnswerLost)]
    [InlineData(1, TransportFault.AnswerLost)]
    public async Task A_fault_at_any_call_leaves_each_word_in_the_docket_once_it_is_repeated(int retries, TransportFault fault)
    {
        await using var host = await TappedHost.StartAsync(azurite, retries);
        TestHearings.SetNow(host.Host, "2030-06-01T12:00:00Z");
        await TestHearings.CourtAsync(host.Host, "NYC", "America/New_York");
        var (dry, _) = await TestHearings.PersonAsync(host.Host);
        var dryId = TestHearings.NewId();
        var words = new Func<string, string, JsonObject>[]
        {
            (aNumber, court) => TestHearings.Hearing(aNumber, court: court),
            (aNumber, court) => TestHearings.Hearing(aNumber, 2, court, "2031-05-05T10:00"),
            (aNumber, court) => Cancelled(TestHearings.Hearing(aNumber, 3, court, "2031-05-05T10:00")),
        };
        List<int> calls = [];
        foreach (var word in words)
        {
            calls.Add(await host.CountAsync(() => PutAsync(host, dryId, word(dry, "NYC"))));
        }

        for (var step = 0; step < words.Length; step++)
        {
            for (var call = 0; call < calls[step]; call++)
            {
                host.Tap.Restart();
                var (aNumber, cardholder) = await TestHearings.PersonAsync(host.Host);
                var (other, otherCardholder) = await TestHearings.PersonAsync(host.Host);
                var (id, court) = (TestHearings.NewId(), $"C{step}{call}");
                await TestHearings.CourtAsync(host.Host, court, "America/New_York");
                for (var before = 0; before < step; before++)
                {
                    Assert.Equal(HttpStatusCode.OK, (await PutAsync(host, id, words[before](aNumber, court))).Status);
                }

                host.Tap.FailAt(call, fault);
                var first = await PutAsync(host, id, words[step](aNumber, court));
                Assert.Equal(retries == 0 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, first.Status);

                host.Tap.Restart();
                var answer = await PutAsync(host, id, words[step](aNumber, court));
                Assert.Equal((HttpStatusCode.OK, (long)step + 1), (answer.Status, answer.Json["hearing"]!["sourceVersion"]!.GetValue<long>()));
                Assert.Equal("unchanged", (await PutAsync(host, id, words[step](aNumber, court))).Json["outcome"]!.GetValue<string>());
                string[] kinds = ["hearing-set", "hearing-moved", "hearing-cancelled"];
                Assert.Equal(kinds.Take(step + 1), await TestHearings.JournalAsync(host.Host, cardholder));
                Assert.Equal(step == 0 ? [id] : [], await DayAsync(host, court, "2031-03-04"));
                Assert.Equal(step == 0 ? [] : [id], await DayAsync(host, court, "2031-05-05"));

                Assert.Equal(HttpStatusCode.Conflict, (await PutAsync(host, id, TestHearings.Hearing(other, 9))).Status);
                Assert.Empty(await TestHearings.JournalAsync(host.Host, otherCardholder));
            }
        }
    }

    [Theory]
    [InlineData(TransportFault.NotSent)]
    [InlineData(TransportFault.AnswerLost)]
    public async Task After_a_fault_at_any_call_a_word_for_another_person_never_makes_a_second_hearing(TransportFault fault)
    {
        await using var host = await TappedHost.StartAsync(azurite, retries: 0);
        TestHearings.SetNow(host.Host, "2030-06-01T12:00:00Z");
        await TestHearings.CourtAsync(host.Host, "NYC", "America/New_York");
        var dry = await TestHearings.PersonAsync(host.Host);
        var calls = await host.CountAsync(() => PutAsync(host, TestHearings.NewId(), TestHearings.Hearing(dry.ANumber)));
        for (var call = 0; call < calls; call++)
        {
            host.Tap.Restart();
            var (first, second) = (await TestHearings.PersonAsync(host.Host), await TestHearings.PersonAsync(host.Host));
            var id = TestHearings.NewId();
            host.Tap.FailAt(call, fault);
            await PutAsync(host, id, TestHearings.Hearing(first.ANumber));

            // Whoever claimed it keeps it: the other's word is refused, or the first one's when it is repeated.
            host.Tap.Restart();
            HttpStatusCode[] answers = [(await PutAsync(host, id, TestHearings.Hearing(second.ANumber))).Status, (await PutAsync(host, id, TestHearings.Hearing(first.ANumber))).Status];
            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Order());
            List<string> kinds = [.. await TestHearings.JournalAsync(host.Host, first.Id), .. await TestHearings.JournalAsync(host.Host, second.Id)];
            Assert.Equal(["hearing-set"], kinds);
        }
    }

    [Theory]
    [InlineData(TransportFault.NotSent)]
    [InlineData(TransportFault.AnswerLost)]
    public async Task A_fault_at_any_call_of_an_import_refuses_its_line_and_the_next_import_finishes_it(TransportFault fault)
    {
        await using var host = await TappedHost.StartAsync(azurite, retries: 0);
        TestHearings.SetNow(host.Host, "2030-06-01T12:00:00Z");
        await TestHearings.CourtAsync(host.Host, "NYC", "America/New_York");
        var dry = await TestHearings.PersonAsync(host.Host);
        var calls = await host.CountAsync(() => ImportAsync(host, TestHearings.NewId(), dry.ANumber));
        for (var call = 0; call < calls; call++)
        {
            host.Tap.Restart();
            var (id, person) = (TestHearings.NewId(), await TestHearings.PersonAsync(host.Host));
            host.Tap.FailAt(call, fault);
            var failed = JsonNode.Parse((await ImportAsync(host, id, person.ANumber)).Body.Split('\n')[0])!;
            Assert.Equal(("refused", "unavailable"), (failed["outcome"]!.GetValue<string>(), failed["errors"]![0]!["code"]!.GetValue<string>()));

            host.Tap.Restart();
            var repeated = JsonNode.Parse((await ImportAsync(host, id, person.ANumber)).Body.Split('\n')[0])!;
            Assert.Equal(call == calls - 1 && fault == TransportFault.AnswerLost ? "unchanged" : "created", repeated["outcome"]!.GetValue<string>());
            Assert.Equal(["hearing-set"], await TestHearings.JournalAsync(host.Host, person.Id));
        }
    }

    private static async Task<TestAnswer> ImportAsync(TappedHost host, string id, string aNumber)
    {
        var line = TestHearings.Hearing(aNumber);
        line["hearingId"] = id;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/hearings/import")
        {
            Content = new StringContent(line.ToJsonString(), new MediaTypeHeaderValue("application/x-ndjson")),
        };
        return await host.SendAsync("Court.Registrar", request);
    }

    private static async Task<IEnumerable<string>> DayAsync(TappedHost host, string court, string day)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/courts/{court}/hearings?day={day}");
        var answer = await host.SendAsync("Court.Registrar", request);
        return answer.Json["hearings"]!.AsArray().Select(one => one!["hearingId"]!.GetValue<string>());
    }

    private static JsonObject Cancelled(JsonObject hearing)
    {
        hearing["cancelled"] = true;
        return hearing;
    }

    private static async Task<TestAnswer> PutAsync(TappedHost host, string id, JsonObject hearing)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, TestHearings.Path(id)) { Content = TestHost.Json(hearing) };
        return await host.SendAsync("Court.Registrar", request);
    }
}
