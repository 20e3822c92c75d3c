using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureDocket.Functions.Tests.Approvals;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Verdicts;

/// <summary>What an officer found by eye, written to the disclosure of the verification.</summary>
public sealed class ComparisonTests(ApiFixture api, AzuriteFixture azurite) : IClassFixture<ApiFixture>, IClassFixture<AzuriteFixture>
{
    [Theory]
    [InlineData("Field.Officer", "same-person")]
    [InlineData("Field.Officer", "not-same-person")]
    [InlineData("Enrollment.Officer", "cannot-tell")]
    public async Task The_officer_s_answer_is_on_record_beside_what_they_were_shown(string role, string answer)
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As(role);
        var verification = await VerifyAsync(officer, card);
        var before = await DisclosureAsync(card, verification);
        api.Host.Clock.Advance(TimeSpan.FromSeconds(20));

        var reply = (await officer.PutAsync(PathOf(verification), Body(card, verification, answer))).Is(200).HasSafeHeaders();
        var told = Reply.HasExactly(reply.Json, "id", "comparison", "comparedAt");
        Assert.Equal(answer, told["comparison"]!.GetValue<string>());
        Assert.Equal(api.Host.Clock.GetUtcNow(), told["comparedAt"]!.GetValue<DateTimeOffset>());

        var after = await DisclosureAsync(card, verification);
        Assert.Equal(answer, after["comparison"]!.GetValue<string>());
        Assert.Equal(api.Host.Clock.GetUtcNow(), after["comparedAt"]!.GetValue<DateTimeOffset>());
        after.Remove("comparison");
        after.Remove("comparedAt");
        Assert.Equal(before.ToJsonString(), after.ToJsonString());
    }

    [Fact]
    public async Task The_same_answer_again_writes_nothing()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Field.Officer");
        var verification = await VerifyAsync(officer, card);
        var first = (await officer.PutAsync(PathOf(verification), Body(card, verification, "same-person"))).Is(200).Text;
        api.Host.Clock.Advance(TimeSpan.FromHours(1));
        var writes = api.Storage.Writes;
        using var later = api.As("Field.Officer");
        Assert.Equal(first, (await later.PutAsync(PathOf(verification), Body(card, verification, "same-person"))).Is(200).Text);
        Assert.Equal(writes, api.Storage.Writes);
    }

    [Fact]
    public async Task Another_answer_takes_its_place_for_a_quarter_of_an_hour_from_the_first()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Field.Officer");
        var verification = await VerifyAsync(officer, card);
        (await officer.PutAsync(PathOf(verification), Body(card, verification, "same-person"))).Is(200);
        api.Host.Clock.Advance(TimeSpan.FromMinutes(14));
        (await officer.PutAsync(PathOf(verification), Body(card, verification, "cannot-tell"))).Is(200);
        api.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        (await officer.PutAsync(PathOf(verification), Body(card, verification, "not-same-person"))).Is(200);
        api.Host.Clock.Advance(TimeSpan.FromTicks(1));
        var writes = api.Storage.Writes;
        (await officer.PutAsync(PathOf(verification), Body(card, verification, "same-person"))).IsProblem(409, "comparison-final");
        Assert.Equal(writes, api.Storage.Writes);
        Assert.Equal("not-same-person", (await DisclosureAsync(card, verification))["comparison"]!.GetValue<string>());
    }

    [Fact]
    public async Task Nobody_else_answers_and_no_other_verification_is_found()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        var other = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Field.Officer");
        using var colleague = api.As("officer-8", "Field.Officer");
        using var partner = api.As("Partner.Verifier");
        var verification = await VerifyAsync(officer, card);
        var partners = await VerifyAsync(partner, card);
        var path = PathOf(verification);
        var writes = api.Storage.Writes;

        (await colleague.PutAsync(path, Body(card, verification, "same-person"))).IsProblem(404, "no-such-verification");
        (await officer.PutAsync(path, Body(other, verification, "same-person"))).IsProblem(404, "no-such-verification");
        (await officer.PutAsync(PathOf(partners), Body(card, partners, "same-person"))).IsProblem(404, "no-such-verification");
        (await officer.PutAsync("/api/v1/verifications/0/comparison", Body(card, verification, "same-person"))).IsProblem(404, "no-such-verification");
        var moved = Body(card, verification, "same-person");
        moved["checkedAt"] = "2026-01-01T00:00:00Z";
        (await officer.PutAsync(path, moved)).IsProblem(404, "no-such-verification");
        Assert.Equal(writes, api.Storage.Writes);
    }

    [Fact]
    public async Task Every_fault_is_named_at_once()
    {
        using var officer = api.As("Field.Officer");
        const string Path = "/api/v1/verifications/5e884898da28047151d0e56f8dc62927/comparison";
        (await officer.PutAsync(Path, new JsonObject())).IsInvalid("cardNumber", "checkedAt", "comparison");
        foreach (var moment in new[] { "today", "2026-02-03T16:20:00", "2026-02-30T16:20:00Z", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "-001-01-01T00:00:00Z" })
        {
            var body = new JsonObject { ["cardNumber"] = "7K3M-9QXT-2VB5", ["checkedAt"] = moment, ["comparison"] = "SamePerson", ["note"] = 1 };
            (await officer.PutAsync(Path, body)).IsInvalid("cardNumber", "checkedAt", "comparison", "note");
        }
    }

    [Fact]
    public async Task Another_person_s_card_is_an_alarm_that_names_nobody()
    {
        var log = new Warnings();
        await using var host = await TestHost.StartAsync(configure: services => services.AddSingleton<ILoggerProvider>(log));
        var card = await TestPeople.IssueAsync(host);
        using var client = host.As("Field.Officer");
        using var officer = new Caller(client);
        foreach (var answer in new[] { "same-person", "not-same-person", "not-same-person" })
        {
            var verification = await VerifyAsync(officer, card);
            log.Lines.Clear();
            for (var repeat = 0; repeat < 2; repeat++)
            {
                (await officer.PutAsync(PathOf(verification), Body(card, verification, answer))).Is(200);
            }

            Assert.Equal(answer == "not-same-person" ? [(25, "An officer found that a card was presented by a different person.")] : [], log.Lines);
        }
    }

    [Theory]
    [InlineData(Store.Memory)]
    [InlineData(Store.Azurite)]
    public async Task A_fault_at_any_call_leaves_an_answer_that_can_be_given_again(Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        var card = await TestPeople.IssueAsync(host.Host);
        Task<TestAnswer> Verify() => host.SendAsync("Field.Officer", new(HttpMethod.Post, Verifying.Path) { Content = TestHost.Json(Verifying.Number(card["cardNumber"]!.GetValue<string>())) });
        Task<TestAnswer> Compare(JsonNode verification) => host.SendAsync("Field.Officer", new(HttpMethod.Put, PathOf(verification)) { Content = TestHost.Json(Body(card, verification, "same-person")) });
        var calls = await FaultProof.AtEveryCallAsync(
            host,
            async () => (await Verify()).Json,
            Compare,
            async (verification, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, first.Status);
                Assert.Equal("same-person", (await Compare(verification)).Json["comparison"]!.GetValue<string>());
            });
        Assert.Equal(3, calls.Count);
    }

    internal static JsonObject Body(JsonNode card, JsonNode verification, string answer) => new()
    {
        ["cardNumber"] = card["cardNumber"]!.GetValue<string>(),
        ["checkedAt"] = verification["evidence"]!["checkedAt"]!.GetValue<string>(),
        ["comparison"] = answer,
    };

    internal static string PathOf(JsonNode verification) => $"{Verifying.Path}/{verification["id"]}/comparison";

    private static Task<JsonObject> VerifyAsync(Caller caller, JsonObject card) =>
        caller.VerifyAsync(Verifying.Credential(card["credential"]!.GetValue<string>()));

    private async Task<JsonObject> DisclosureAsync(JsonObject card, JsonObject verification)
    {
        using var auditor = api.As("Docket.Auditor");
        var all = (await auditor.GetAsync($"/api/v1/cardholders/{card["cardholderId"]}/disclosures")).Is(200).Json["disclosures"]!.AsArray();
        return all.Single(found => found!["id"]!.GetValue<string>() == verification["id"]!.GetValue<string>())!.AsObject();
    }

    private sealed class Warnings : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<(int, string)> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning)
            {
                Lines.Enqueue((eventId.Id, formatter(state, exception)));
            }
        }

        public void Dispose()
        {
        }
    }
}
