using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Storage;
using Xunit;

namespace SecureDocket.Functions.Tests.Hearings;

/// <summary>The registrar's word over HTTP: what is taken, what is refused, and that what is refused changes nothing.</summary>
public sealed class PutHearingTests(ApiFixture api) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    private Caller _registrar = null!;
    private string _aNumber = "";
    private string _cardholder = "";

    public async Task InitializeAsync()
    {
        TestHearings.SetNow(api.Host, "2030-06-01T12:00:00Z");
        await TestHearings.CourtAsync(api.Host, "NYC", "America/New_York");
        (_aNumber, _cardholder) = await TestHearings.PersonAsync(api.Host);
        _registrar = api.As("Court.Registrar");
    }

    public Task DisposeAsync()
    {
        _registrar.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_hearing_is_set_moved_cancelled_and_set_again()
    {
        var path = TestHearings.Path(TestHearings.NewId());
        var set = (await PutAsync(path, TestHearings.Hearing(_aNumber))).Is(200).HasSafeHeaders();
        var answer = Reply.HasExactly(set.Json, "outcome", "cardholderId", "hearing");
        Assert.Equal(("created", _cardholder), (Text(answer, "outcome"), Text(answer, "cardholderId")));
        var hearing = Reply.HasExactly(
            answer["hearing"], "hearingId", "sourceVersion", "kind", "status", "courtId", "court", "start", "timeZone", "tzdbVersion", "startsAt");
        Assert.Equal(("master", "scheduled", "NYC", "Immigration Court NYC"), (Text(hearing, "kind"), Text(hearing, "status"), Text(hearing, "courtId"), Text(hearing, "court")));
        Assert.Equal(("2031-03-04T09:00", "America/New_York"), (Text(hearing, "start"), Text(hearing, "timeZone")));
        Assert.Equal(new DateTimeOffset(2031, 3, 4, 14, 0, 0, TimeSpan.Zero), hearing["startsAt"]!.GetValue<DateTimeOffset>());
        Assert.Matches("^20[0-9]{2}[a-z]$", Text(hearing, "tzdbVersion"));

        var moved = TestHearings.Hearing(_aNumber, 3, start: "2031-04-01T13:30");
        (moved["room"], moved["kind"]) = ("12 B", "individual");
        Assert.Equal("moved", await OutcomeAsync(path, moved));
        var cancelled = TestHearings.Hearing(_aNumber, 4);
        cancelled["cancelled"] = true;
        Assert.Equal("cancelled", await OutcomeAsync(path, cancelled));
        Assert.Equal("moved", await OutcomeAsync(path, TestHearings.Hearing(_aNumber, 5)));
        Assert.Equal(["hearing-set", "hearing-moved", "hearing-cancelled", "hearing-moved"], await TestHearings.JournalAsync(api.Host, _cardholder));
    }

    [Fact]
    public async Task A_repeated_word_changes_nothing_even_when_its_day_has_passed()
    {
        var path = TestHearings.Path(TestHearings.NewId());
        var soon = TestHearings.Hearing(_aNumber, start: "2030-06-04T09:00");
        soon["cancelled"] = null;
        Assert.Equal("created", await OutcomeAsync(path, soon));
        soon["cancelled"] = false;
        soon["aNumber"] = _aNumber[1..];
        Assert.Equal("unchanged", await OutcomeAsync(path, soon));

        api.Host.Clock.Advance(TimeSpan.FromDays(5));
        using var later = api.As("Court.Registrar");
        var before = api.Storage.Writes;
        Assert.Equal("unchanged", Text((await later.PutAsync(path, soon)).Is(200).Json, "outcome"));
        soon["sourceVersion"] = 2;
        (await later.PutAsync(path, soon)).IsInvalid("start");
        Assert.Equal(before, api.Storage.Writes);
        _registrar.Dispose();
        _registrar = api.As("Court.Registrar");
        Assert.Equal(["hearing-set"], await TestHearings.JournalAsync(api.Host, _cardholder));
    }

    [Fact]
    public async Task An_older_version_and_the_same_with_other_content_are_refused()
    {
        var path = TestHearings.Path(TestHearings.NewId());
        await OutcomeAsync(path, TestHearings.Hearing(_aNumber, 7));
        var before = api.Storage.Writes;

        var stale = (await PutAsync(path, TestHearings.Hearing(_aNumber, 6, start: "2031-05-05T10:00"))).IsProblem(409, "hearing-stale");
        Assert.Contains("A newer version, 7, is on record", Text(stale.Json, "detail"), StringComparison.Ordinal);
        var other = TestHearings.Hearing(_aNumber, 7);
        foreach (var (member, value) in new (string, JsonNode)[] { ("start", "2031-03-04T09:01"), ("kind", "bond"), ("room", "1"), ("cancelled", true) })
        {
            var changed = (JsonObject)other.DeepClone();
            changed[member] = value;
            (await PutAsync(path, changed)).IsProblem(409, "hearing-version-reused");
        }

        Assert.Equal(before, api.Storage.Writes);
        Assert.Equal("unchanged", await OutcomeAsync(path, other));
    }

    [Fact]
    public async Task A_hearing_never_changes_its_person()
    {
        var path = TestHearings.Path(TestHearings.NewId());
        await OutcomeAsync(path, TestHearings.Hearing(_aNumber));
        var (other, otherId) = await TestHearings.PersonAsync(api.Host);
        var refused = (await PutAsync(path, TestHearings.Hearing(other, 2))).IsProblem(409, "hearing-of-another");
        Assert.DoesNotContain(_aNumber, refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(_cardholder, refused.Text, StringComparison.Ordinal);
        Assert.Empty(await TestHearings.JournalAsync(api.Host, otherId));
        Assert.Equal("unchanged", await OutcomeAsync(path, TestHearings.Hearing(_aNumber)));
    }

    [Fact]
    public async Task An_A_number_that_nobody_has_is_not_found_and_leaves_the_hearing_free()
    {
        var path = TestHearings.Path(TestHearings.NewId());
        var before = api.Storage.Writes;
        var reply = (await PutAsync(path, TestHearings.Hearing("A000000001"))).IsProblem(404, "no-such-cardholder");
        Assert.Equal("No cardholder has this A-number.", Text(reply.Json, "detail"));
        Assert.Equal(before, api.Storage.Writes);

        // Nor has anybody the A-number of an enrollment that was begun and not finished.
        await api.Host.Services.GetRequiredService<Lookups>().ClaimAsync(LookupKind.ANumber, "A000000002", CardholderId.New(), default);
        before = api.Storage.Writes;
        Assert.Equal(Text(reply.Json, "detail"), Text((await PutAsync(path, TestHearings.Hearing("A000000002"))).IsProblem(404, "no-such-cardholder").Json, "detail"));
        Assert.Equal(before, api.Storage.Writes);
        Assert.Equal("created", await OutcomeAsync(path, TestHearings.Hearing(_aNumber)));
    }

    [Theory]
    [InlineData("aNumber", "\"A12\"")]
    [InlineData("aNumber", "7")]
    [InlineData("aNumber", "null")]
    [InlineData("sourceVersion", "0")]
    [InlineData("sourceVersion", "-1")]
    [InlineData("sourceVersion", "1.5")]
    [InlineData("sourceVersion", "\"1\"")]
    [InlineData("sourceVersion", "9007199254740992")]
    [InlineData("sourceVersion", "9223372036854775807")]
    [InlineData("sourceVersion", "99999999999999999999")]
    [InlineData("sourceVersion", "null")]
    [InlineData("courtId", "\"XYZ\"")]
    [InlineData("courtId", "\"n|c\"")]
    [InlineData("courtId", "null")]
    [InlineData("start", "\"2031-03-04\"")]
    [InlineData("start", "\"2031-03-04T09:00:00\"")]
    [InlineData("start", "\"2031-03-04T09:00Z\"")]
    [InlineData("start", "\"2031-03-04T24:00\"")]
    [InlineData("start", "\"2031-02-29T09:00\"")]
    [InlineData("start", "\"2001-03-04T09:00\"")]
    [InlineData("start", "\"0001-01-01T00:00\"")]
    [InlineData("start", "\"9999-12-31T23:59\"")]
    [InlineData("start", "\"2031-03-09T02:30\"")]
    [InlineData("start", "\"2031-11-02T01:30\"")]
    [InlineData("start", "null")]
    [InlineData("kind", "\"Master\"")]
    [InlineData("kind", "\"0\"")]
    [InlineData("kind", "null")]
    [InlineData("room", "\"\"")]
    [InlineData("room", "\"123456789012345678901\"")]
    [InlineData("room", "\"1\\n2\"")]
    [InlineData("cancelled", "\"true\"")]
    [InlineData("cancelled", "1")]
    [InlineData("hearingId", "\"X\"")]
    public async Task A_fault_is_named_and_changes_nothing(string member, string value)
    {
        var body = TestHearings.Hearing(_aNumber);
        body[member] = JsonNode.Parse(value);
        var before = api.Storage.Writes;
        (await PutAsync(TestHearings.Path(TestHearings.NewId()), body)).IsInvalid(member);
        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public async Task All_faults_are_named_at_once()
    {
        var before = api.Storage.Writes;
        (await PutAsync("/api/v1/hearings/no%7Cid", new JsonObject { ["room"] = "", ["cancelled"] = 0, ["judge"] = "?" }))
            .IsInvalid("hearingId", "aNumber", "sourceVersion", "courtId", "start", "kind", "room", "cancelled", "judge");

        // That a start has passed is told beside other faults, whoever finds them.
        var past = TestHearings.Hearing(_aNumber, start: "2020-03-04T09:00");
        past["judge"] = "?";
        (await PutAsync(TestHearings.Path("past"), past)).IsInvalid("judge", "start");
        past.Remove("judge");
        past["kind"] = "?";
        (await PutAsync(TestHearings.Path("past"), past)).IsInvalid("kind", "start");
        Assert.Equal(before, api.Storage.Writes);
    }

    [Theory]
    [InlineData("a%20b")]
    [InlineData("%C3%A4")]
    [InlineData("a%0A")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task An_id_that_is_none_is_refused(string id) =>
        (await PutAsync(TestHearings.Path(id), TestHearings.Hearing(_aNumber))).IsInvalid("hearingId");

    [Fact]
    public async Task A_body_that_is_none_is_refused()
    {
        var path = TestHearings.Path("body");
        (await _registrar.PutAsync(path, Caller.Json("{"))).IsProblem(400, "malformed-json");
        (await _registrar.PutAsync(path, Caller.Bytes([], "text/plain"))).IsProblem(415, "unsupported-media-type");
        (await _registrar.PutAsync(path, Caller.Json(new string(' ', 65_537)))).IsProblem(413, "body-too-large");
    }

    [Fact]
    public async Task Versions_that_come_at_once_leave_the_newest_on_record()
    {
        var path = TestHearings.Path(TestHearings.NewId());
        for (var round = 0; round < 5; round++)
        {
            var versions = Enumerable.Range(1 + (4 * round), 4).OrderBy(_ => Random.Shared.Next()).ToList();
            var replies = await Task.WhenAll(versions.Select(version => PutAsync(path, TestHearings.Hearing(_aNumber, version, start: $"2031-06-02T09:{version:D2}"))));
            Assert.All(replies, reply => Assert.True(reply.Status == 200 || Text(reply.Json, "code") == "hearing-stale", reply.Text));
            Assert.Equal("unchanged", await OutcomeAsync(path, TestHearings.Hearing(_aNumber, 4 + (4 * round), start: $"2031-06-02T09:{4 + (4 * round):D2}")));
        }
    }

    [Fact]
    public async Task A_hearing_that_comes_for_two_people_at_once_is_one_of_theirs()
    {
        for (var round = 0; round < 5; round++)
        {
            var path = TestHearings.Path(TestHearings.NewId());
            var (first, second) = (await TestHearings.PersonAsync(api.Host), await TestHearings.PersonAsync(api.Host));
            var replies = await Task.WhenAll(PutAsync(path, TestHearings.Hearing(first.ANumber)), PutAsync(path, TestHearings.Hearing(second.ANumber)));
            Assert.Equal([200, 409], replies.Select(reply => reply.Status).Order());
            List<string> kinds = [.. await TestHearings.JournalAsync(api.Host, first.Id), .. await TestHearings.JournalAsync(api.Host, second.Id)];
            Assert.Equal(["hearing-set"], kinds);
        }
    }

    [Fact]
    public async Task A_docket_takes_so_many_hearings_and_no_more()
    {
        for (var hearing = 0; hearing < SecureDocket.Hearings.SetHearing.HearingLimit; hearing++)
        {
            // No more in a day than people need not look at.
            if (hearing % SecureDocket.Hearings.SetHearing.NewsLimit == 0)
            {
                api.Host.Clock.Advance(TimeSpan.FromHours(36));
                _registrar.Dispose();
                _registrar = api.As("Court.Registrar");
            }

            Assert.Equal("created", await OutcomeAsync(TestHearings.Path(TestHearings.NewId()), TestHearings.Hearing(_aNumber)));
        }

        (await PutAsync(TestHearings.Path(TestHearings.NewId()), TestHearings.Hearing(_aNumber))).IsProblem(409, "hearing-limit");
    }

    private Task<Reply> PutAsync(string path, JsonObject hearing) => _registrar.PutAsync(path, hearing);

    private async Task<string> OutcomeAsync(string path, JsonObject hearing) => Text((await PutAsync(path, hearing)).Is(200).Json, "outcome");

    private static string Text(JsonObject json, string member) => json[member]!.GetValue<string>();
}
