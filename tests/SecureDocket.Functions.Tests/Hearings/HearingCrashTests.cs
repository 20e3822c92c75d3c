using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Hearings;

/// <summary>The registrar's word dies at every request to storage, before and after the request took effect.</summary>
public sealed class HearingCrashTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly string[] s_kinds = ["hearing-set", "hearing-moved", "hearing-cancelled"];

    [Theory]
    [InlineData(0, Store.Memory)]
    [InlineData(0, Store.Azurite)]
    [InlineData(1, Store.Memory)]
    [InlineData(1, Store.Azurite)]
    [InlineData(2, Store.Memory)]
    [InlineData(2, Store.Azurite)]
    public async Task A_fault_at_any_call_leaves_each_word_in_the_docket_once_it_is_repeated(int step, Store store)
    {
        var words = new Func<string, string, JsonObject>[]
        {
            (aNumber, court) => TestHearings.Hearing(aNumber, court: court),
            (aNumber, court) => TestHearings.Hearing(aNumber, 2, court, "2031-05-05T10:00"),
            (aNumber, court) => Cancelled(TestHearings.Hearing(aNumber, 3, court, "2031-05-05T10:00")),
        };
        await using var host = await StartAsync(store);
        var courts = 0;
        await FaultProof.AtEveryCallAsync(
            host,
            async () =>
            {
                var (person, other) = (await TestHearings.PersonAsync(host.Host), await TestHearings.PersonAsync(host.Host));
                var (id, court) = (TestHearings.NewId(), $"C{courts++}");
                await TestHearings.CourtAsync(host.Host, court, "America/New_York");
                foreach (var word in words.Take(step))
                {
                    Assert.Equal(HttpStatusCode.OK, (await PutAsync(host, id, word(person.ANumber, court))).Status);
                }

                return (Id: id, Court: court, Word: words[step](person.ANumber, court), Person: person, Other: other);
            },
            ready => PutAsync(host, ready.Id, ready.Word),
            async (ready, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, first.Status);
                var answer = await PutAsync(host, ready.Id, ready.Word);
                Assert.Equal((HttpStatusCode.OK, (long)step + 1), (answer.Status, answer.Json["hearing"]!["sourceVersion"]!.GetValue<long>()));
                Assert.Equal("unchanged", (await PutAsync(host, ready.Id, ready.Word)).Json["outcome"]!.GetValue<string>());
                Assert.Equal(s_kinds.Take(step + 1), await TestHearings.JournalAsync(host.Host, ready.Person.Id));
                Assert.Equal(step == 0 ? [ready.Id] : [], await DayAsync(host, ready.Court, "2031-03-04"));
                Assert.Equal(step == 0 ? [] : [ready.Id], await DayAsync(host, ready.Court, "2031-05-05"));

                Assert.Equal(HttpStatusCode.Conflict, (await PutAsync(host, ready.Id, TestHearings.Hearing(ready.Other.ANumber, 9))).Status);
                Assert.Empty(await TestHearings.JournalAsync(host.Host, ready.Other.Id));
            });
    }

    [Fact]
    public async Task After_a_fault_at_any_call_a_word_for_another_person_never_makes_a_second_hearing()
    {
        await using var host = await StartAsync(Store.Memory);
        await FaultProof.AtEveryCallAsync(
            host,
            async () => (Id: TestHearings.NewId(), First: await TestHearings.PersonAsync(host.Host), Second: await TestHearings.PersonAsync(host.Host)),
            ready => PutAsync(host, ready.Id, TestHearings.Hearing(ready.First.ANumber)),
            async (ready, _, _) =>
            {
                // Whoever claimed it keeps it: the other's word is refused, or the first one's when it is repeated.
                HttpStatusCode[] answers =
                [
                    (await PutAsync(host, ready.Id, TestHearings.Hearing(ready.Second.ANumber))).Status,
                    (await PutAsync(host, ready.Id, TestHearings.Hearing(ready.First.ANumber))).Status,
                ];
                Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Order());
                List<string> kinds = [.. await TestHearings.JournalAsync(host.Host, ready.First.Id), .. await TestHearings.JournalAsync(host.Host, ready.Second.Id)];
                Assert.Equal(["hearing-set"], kinds);
            });
    }

    [Theory]
    [InlineData(Store.Memory)]
    [InlineData(Store.Azurite)]
    public async Task A_fault_at_any_call_of_an_import_refuses_its_line_and_the_next_import_finishes_it(Store store)
    {
        await using var host = await StartAsync(store);
        var last = -1;
        var calls = await FaultProof.AtEveryCallAsync(
            host,
            async () => (Id: TestHearings.NewId(), Person: await TestHearings.PersonAsync(host.Host)),
            ready => ImportAsync(host, ready.Id, ready.Person.ANumber),
            async (ready, first, fault) =>
            {
                var line = JsonNode.Parse(first.Body.Split('\n')[0])!;
                Assert.Equal(FaultProof.IsTold(fault) ? "unavailable" : null, line["errors"]?[0]!["code"]!.GetValue<string>());
                var repeated = JsonNode.Parse((await ImportAsync(host, ready.Id, ready.Person.ANumber)).Body.Split('\n')[0])!;
                var isDone = !FaultProof.IsTold(fault) || (fault!.Request is { Target: "dockets", IsRead: false } && fault.Fault == TransportFault.AnswerLost);
                last = isDone && fault is not null ? fault.Call : last;
                Assert.Equal(isDone ? "unchanged" : "created", repeated["outcome"]!.GetValue<string>());
                Assert.Equal(["hearing-set"], await TestHearings.JournalAsync(host.Host, ready.Person.Id));
            });
        Assert.Equal(calls.Count - 1, last);
    }

    [Theory]
    [InlineData(1, Store.Memory)]
    [InlineData(1, Store.Azurite)]
    [InlineData(2, Store.Memory)]
    [InlineData(2, Store.Azurite)]
    public async Task After_a_fault_at_any_call_of_a_court_s_word_both_words_move_a_hearing_once(int faulted, Store store)
    {
        await using var host = await StartAsync(store);
        await TestHearings.CourtAsync(host.Host, "HOU", "America/Chicago", "dev-court-registrar-2");
        await FaultProof.AtEveryCallAsync(
            host,
            async () =>
            {
                var (id, person) = (TestHearings.NewId(), await TestHearings.PersonAsync(host.Host));
                Assert.Equal(HttpStatusCode.OK, (await PutAsync(host, id, TestHearings.Hearing(person.ANumber))).Status);
                if (faulted == 2)
                    Assert.Equal(HttpStatusCode.Conflict, (await PutAsync(host, id, TestHearings.Hearing(person.ANumber, 2, "HOU"))).Status);
                return (Id: id, Person: person);
            },
            ready => PutAsync(host, ready.Id, TestHearings.Hearing(ready.Person.ANumber, 2, "HOU"), $"{faulted}"),
            async (ready, first, fault) =>
            {
                var told = faulted == 1 ? HttpStatusCode.Conflict : HttpStatusCode.OK;
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : told, first.Status);
                Assert.Equal(told, (await PutAsync(host, ready.Id, TestHearings.Hearing(ready.Person.ANumber, 2, "HOU"), $"{faulted}")).Status);
                Assert.Equal(HttpStatusCode.OK, (await PutAsync(host, ready.Id, TestHearings.Hearing(ready.Person.ANumber, 2, "HOU"), "2")).Status);
                Assert.Equal(s_kinds.Take(2), await TestHearings.JournalAsync(host.Host, ready.Person.Id));
                using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/quarantined-hearings");
                Assert.DoesNotContain(ready.Id, (await host.SendAsync("Program.Administrator", request)).Body, StringComparison.Ordinal);
            });
    }

    [Theory]
    [InlineData(true, Store.Memory)]
    [InlineData(true, Store.Azurite)]
    [InlineData(false, Store.Memory)]
    [InlineData(false, Store.Azurite)]
    public async Task After_a_fault_at_any_call_of_a_release_its_repetition_finishes_it_and_the_id_is_another_s(bool stands, Store store)
    {
        await using var host = await StartAsync(store);
        await FaultProof.AtEveryCallAsync(
            host,
            async () =>
            {
                var (id, wrong, right) = (TestHearings.NewId(), await TestHearings.PersonAsync(host.Host), await TestHearings.PersonAsync(host.Host));
                if (stands)
                {
                    Assert.Equal(HttpStatusCode.OK, (await PutAsync(host, id, TestHearings.Hearing(wrong.ANumber))).Status);
                }
                else
                {
                    Assert.True(CardholderId.TryParse(wrong.Id, out var owner));
                    await host.Host.Services.GetRequiredService<Lookups>().ClaimAsync(LookupKind.Hearing, id, owner, default);
                }

                return (Id: id, Wrong: wrong, Right: right);
            },
            ready => ReleaseAsync(host, ready.Id, ready.Wrong.Id, stands),
            async (ready, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, first.Status);

                Assert.Equal(HttpStatusCode.OK, (await ReleaseAsync(host, ready.Id, ready.Wrong.Id, stands)).Status);
                Assert.Equal(HttpStatusCode.OK, (await PutAsync(host, ready.Id, TestHearings.Hearing(ready.Right.ANumber))).Status);
                Assert.Equal(HttpStatusCode.Conflict, (await PutAsync(host, ready.Id, TestHearings.Hearing(ready.Wrong.ANumber, 9))).Status);
                Assert.Equal(HttpStatusCode.OK, (await ReleaseAsync(host, ready.Id, ready.Wrong.Id, stands)).Status);
                string[] expected = ["hearing-set", "hearing-id-released"];
                Assert.Equal(expected.Skip(stands ? 0 : 1), await TestHearings.JournalAsync(host.Host, ready.Wrong.Id));
                Assert.Equal(["hearing-set"], await TestHearings.JournalAsync(host.Host, ready.Right.Id));
            });
    }

    private static async Task<TestAnswer> ReleaseAsync(TappedHost host, string id, string cardholder, bool stands)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{TestHearings.Path(id)}/id-release")
        {
            Content = TestHost.Json(new JsonObject { ["cardholderId"] = cardholder, ["reason"] = "A test value" }),
            Headers = { { "If-Match", stands ? "\"1\"" : "\"0\"" } },
        };
        return await host.SendAsync("Program.Administrator", request);
    }

    private async Task<TappedHost> StartAsync(Store store)
    {
        var host = await TappedHost.StartAsync(store, azurite);
        TestHearings.SetNow(host.Host, "2030-06-01T12:00:00Z");
        await TestHearings.CourtAsync(host.Host, "NYC", "America/New_York");
        return host;
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

    private static async Task<TestAnswer> PutAsync(TappedHost host, string id, JsonObject hearing, string registrar = "1")
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, TestHearings.Path(id)) { Content = TestHost.Json(hearing) };
        return await host.SendAsync("Court.Registrar", request, registrar);
    }
}
