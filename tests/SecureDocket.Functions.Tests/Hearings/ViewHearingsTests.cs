using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Hearings;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Hearings;

/// <summary>Who is shown which hearings, and what is recorded of it.</summary>
public sealed class ViewHearingsTests(ApiFixture api) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    private const string Now = "2030-06-01T12:00:00Z";

    private readonly string _court = $"C{Random.Shared.Next(10_000, 1_000_000)}";

    public async Task InitializeAsync()
    {
        TestHearings.SetNow(api.Host, Now);
        await TestHearings.CourtAsync(api.Host, _court, "America/Phoenix");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("Enrollment.Officer")]
    [InlineData("Field.Officer")]
    [InlineData("Court.Registrar")]
    public async Task A_cardholder_s_hearings_are_shown_in_order_of_time_and_the_look_is_disclosed(string role)
    {
        var (aNumber, cardholder) = await TestHearings.PersonAsync(api.Host);
        var (late, early) = (TestHearings.NewId(), TestHearings.NewId());
        await PutAsync(late, TestHearings.Hearing(aNumber, court: _court, start: "2032-02-29T23:59"));
        await PutAsync(early, TestHearings.Hearing(aNumber, court: _court), cancelled: true);

        using var caller = api.As(role);
        var answer = (await caller.GetAsync($"/api/v1/cardholders/{cardholder}/hearings")).Is(200).HasSafeHeaders().Json;
        var hearings = Reply.HasExactly(answer, "hearings")["hearings"]!.AsArray();
        Assert.Equal([(early, "cancelled"), (late, "scheduled")], hearings.Select(one => (Text(one, "hearingId"), Text(one, "status"))));
        Assert.Equal("2032-03-01T06:59:00+00:00", Text(hearings[1], "startsAt"));

        using var auditor = api.As("Docket.Auditor");
        var disclosure = Assert.Single((await auditor.GetAsync($"/api/v1/cardholders/{cardholder}/disclosures")).Is(200).Json["disclosures"]!.AsArray(), one => Text(one, "role") == role);
        Assert.Equal(("hearingService", "hearings"), (Text(disclosure, "purpose"), disclosure!["fields"]!.AsArray().Single()!.GetValue<string>()));
    }

    [Fact]
    public async Task A_cardholder_without_hearings_has_none_and_an_unknown_one_is_not_found()
    {
        var (_, cardholder) = await TestHearings.PersonAsync(api.Host);
        using var officer = api.As("Field.Officer");
        Assert.Empty((await officer.GetAsync($"/api/v1/cardholders/{cardholder}/hearings")).Is(200).Json["hearings"]!.AsArray());
        (await officer.GetAsync("/api/v1/cardholders/AAAAAAAAAAAAAAAAAAAAAA/hearings")).IsProblem(404, "no-such-cardholder");
        (await officer.GetAsync("/api/v1/cardholders/nobody/hearings")).IsProblem(404, "no-such-cardholder");
    }

    [Fact]
    public async Task A_court_s_day_has_what_the_dockets_confirm_and_names_nobody()
    {
        var (aNumber, cardholder) = await TestHearings.PersonAsync(api.Host);
        var (stays, moves, leaves, goes) = (TestHearings.NewId(), TestHearings.NewId(), TestHearings.NewId(), TestHearings.NewId());
        await PutAsync(stays, TestHearings.Hearing(aNumber, court: _court, start: "2031-03-04T10:00"));
        await PutAsync(moves, TestHearings.Hearing(aNumber, court: _court));
        await PutAsync(moves, TestHearings.Hearing(aNumber, 2, _court, "2031-03-04T11:00"));
        await PutAsync(leaves, TestHearings.Hearing(aNumber, court: _court));
        await PutAsync(leaves, TestHearings.Hearing(aNumber, 2, _court, "2031-03-05T09:00"));
        await PutAsync(goes, TestHearings.Hearing(aNumber, court: _court, start: "2031-03-04T08:00"));
        await PutAsync(goes, TestHearings.Hearing(aNumber, 2, _court, "2031-03-04T08:00"), cancelled: true);

        // What a request leaves behind that died before its docket was committed.
        var known = (await api.Host.Services.GetRequiredService<SecureDocket.Dockets.DocketStore>().LoadAsync(Id(cardholder), default))!.Hearings[0];
        await api.Host.Services.GetRequiredService<CourtDays>().AddAsync(Id(cardholder), known with { Id = TestHearings.NewId(), Start = new LocalDateTime(2031, 3, 4, 7, 0) }, default);

        using var registrar = api.As("Court.Registrar");
        var reply = (await registrar.GetAsync($"/api/v1/courts/{_court}/hearings?day=2031-03-04")).Is(200).HasSafeHeaders();
        var hearings = Reply.HasExactly(reply.Json, "hearings")["hearings"]!.AsArray();
        Assert.All(hearings, one => Reply.HasExactly(one, "hearingId", "cardholderId", "court", "start", "timeZone", "kind", "status"));
        Assert.All(hearings, one => Assert.Equal((known.CourtName, known.TimeZone), (Text(one, "court"), Text(one, "timeZone"))));
        Assert.All(hearings, one => Assert.Equal(cardholder, Text(one, "cardholderId")));
        Assert.Equal(
            [(goes, "2031-03-04T08:00", "cancelled"), (stays, "2031-03-04T10:00", "scheduled"), (moves, "2031-03-04T11:00", "scheduled")],
            hearings.Select(one => (Text(one, "hearingId"), Text(one, "start"), Text(one, "status"))));
        Assert.DoesNotContain(aNumber, reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_day_comes_page_by_page()
    {
        List<string> people = [];
        for (var person = 0; person < 6; person++)
        {
            people.Add((await TestHearings.PersonAsync(api.Host)).ANumber);
        }

        List<string> ids = [];
        for (var minute = 0; minute < 105; minute++)
        {
            ids.Add(TestHearings.NewId());
            await PutAsync(ids[^1], TestHearings.Hearing(people[minute % people.Count], court: _court, start: $"2031-03-06T{8 + (minute / 60):D2}:{minute % 60:D2}"));
        }

        using var registrar = api.As("Court.Registrar");
        var path = $"/api/v1/courts/{_court}/hearings?day=2031-03-06";
        var first = (await registrar.GetAsync(path)).Is(200).Json;
        var second = (await registrar.GetAsync($"{path}&page={Text(first, "next")}")).Is(200).Json;
        Reply.HasExactly(second, "hearings");
        Assert.Equal([100, 5], new[] { first, second }.Select(page => page["hearings"]!.AsArray().Count));
        Assert.Equal(ids, new[] { first, second }.SelectMany(page => page["hearings"]!.AsArray()).Select(one => Text(one, "hearingId")));
    }

    [Fact]
    public async Task A_day_that_is_none_is_refused_and_an_unknown_court_not_found()
    {
        using var registrar = api.As("Court.Registrar");
        var path = $"/api/v1/courts/{_court}/hearings";
        (await registrar.GetAsync(path)).IsInvalid("day");
        (await registrar.GetAsync($"{path}?day=2031-02-29")).IsInvalid("day");
        (await registrar.GetAsync($"{path}?day=4.3.2031&page=*")).IsInvalid("day", "page");
        (await registrar.GetAsync("/api/v1/courts/NONE/hearings?day=2031-03-04")).IsProblem(404, "no-such-court");
        (await registrar.GetAsync("/api/v1/courts/no%7Cne/hearings?day=2031-03-04")).IsProblem(404, "no-such-court");
    }

    [Fact]
    public async Task An_officer_s_verification_shows_the_next_hearing_that_is_to_be_held_and_nobody_else_s_does()
    {
        var person = TestPeople.Person();
        var card = await TestPeople.IssueAsync(api.Host, person);
        var aNumber = person["aNumber"]!.GetValue<string>();
        await PutAsync(TestHearings.NewId(), TestHearings.Hearing(aNumber, court: _court, start: "2030-06-02T09:00"), cancelled: true);
        await PutAsync(TestHearings.NewId(), TestHearings.Hearing(aNumber, court: _court, start: "2030-06-05T09:00"));
        await PutAsync(TestHearings.NewId(), TestHearings.Hearing(aNumber, court: _court, start: "2030-06-04T09:00"));

        var question = Verifying.Credential(card["credential"]!.GetValue<string>());
        Assert.Equal("2030-06-04T09:00", await NextAsync(question));
        api.Host.Clock.Advance(new DateTimeOffset(2030, 6, 4, 16, 0, 0, TimeSpan.Zero) - api.Host.Clock.GetUtcNow());
        Assert.Equal("2030-06-04T09:00", await NextAsync(question));
        api.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("2030-06-05T09:00", await NextAsync(question));
        api.Host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(await NextAsync(question));

        TestHearings.SetNow(api.Host, Now);
        foreach (var role in new[] { "Partner.Verifier", null })
        {
            using var other = api.As(role);
            var answer = (await other.VerifyAsync(question)).IsValid();
            Assert.DoesNotContain("earing", answer.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain(_court, answer.ToJsonString(), StringComparison.Ordinal);
        }
    }

    private async Task<string?> NextAsync(JsonObject question)
    {
        using var officer = api.As("Field.Officer");
        var next = (await officer.VerifyAsync(question)).IsValid()["card"]!["nextHearing"];
        if (next is not null)
        {
            Reply.HasExactly(next, "start", "timeZone", "court", "kind", "personStart");

            // The person lives in Chicago, two hours ahead of Phoenix in summer.
            Assert.Equal(Text(next, "start").Replace("T09:", "T11:", StringComparison.Ordinal), Text(next, "personStart"));
            Assert.Equal(("America/Phoenix", $"Immigration Court {_court}", "master"), (Text(next, "timeZone"), Text(next, "court"), Text(next, "kind")));
        }

        return next is null ? null : Text(next, "start");
    }

    private async Task PutAsync(string id, JsonObject hearing, bool cancelled = false)
    {
        hearing["cancelled"] = cancelled;
        using var registrar = api.As("Court.Registrar");
        (await registrar.PutAsync(TestHearings.Path(id), hearing)).Is(200);
    }

    private static CardholderId Id(string text) => CardholderId.TryParse(text, out var id) ? id : throw new InvalidOperationException("Not an id.");

    private static string Text(JsonNode? json, string member) => json![member]!.GetValue<string>();
}
