using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Functions.Tests.Approvals;
using SecureDocket.Storage;
using Xunit;

namespace SecureDocket.Functions.Tests.Hearings;

/// <summary>Registrars speak for the courts that name them, and for no other.</summary>
public sealed class RegistrarTests(ApiFixture api) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    private const string Quarantine = "/api/v1/quarantined-hearings";

    private static int s_number = Random.Shared.Next(1_000, 50_000);

    private readonly int _number = Interlocked.Increment(ref s_number);
    private string _aNumber = "";
    private string _cardholder = "";

    private string East => $"E{_number}";

    private string West => $"W{_number}";

    public async Task InitializeAsync()
    {
        TestHearings.SetNow(api.Host, "2030-06-01T12:00:00Z");
        await TestHearings.CourtAsync(api.Host, East, "America/New_York", "east", "east-2", "all");
        await TestHearings.CourtAsync(api.Host, West, "America/Los_Angeles", "west", "all");
        (_aNumber, _cardholder) = await TestHearings.PersonAsync(api.Host);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Who_speaks_for_none_of_a_hearing_s_courts_changes_nothing_and_learns_nothing()
    {
        var (id, free) = (TestHearings.NewId(), TestHearings.NewId());
        await SaysAsync("east", id, 1, East, 200);
        var before = api.Storage.Writes;

        var refused = await SaysAsync("stranger", id, 2, East, 403, "court-of-another", "2031-05-05T10:00");
        Assert.Contains(East, refused.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("courtId", refused.Json["errors"]![0]!["field"]!.GetValue<string>());
        await SaysAsync("stranger", id, 2, East, 403, "court-of-another", cancelled: true);
        await SaysAsync("stranger", id, 1, East, 403, "court-of-another");
        await SaysAsync("stranger", id, 2, West, 403, "court-of-another");
        await SaysAsync("west", id, 2, East, 403, "court-of-another");
        await SaysAsync("stranger", free, 1, East, 403, "court-of-another");

        // Whether somebody is enrolled is told to nobody who does not speak for the court.
        using var stranger = api.As("stranger", "Court.Registrar");
        var unknown = (await stranger.PutAsync(TestHearings.Path(free), TestHearings.Hearing("A000000001", court: East))).IsProblem(403, "court-of-another");
        Assert.Equal(refused.Json["detail"]!.GetValue<string>(), unknown.Json["detail"]!.GetValue<string>());
        (await stranger.GetAsync($"/api/v1/courts/{East}/hearings?day=2031-03-04")).IsProblem(403, "court-of-another");
        Assert.Equal(before, api.Storage.Writes);

        using var west = api.As("west", "Court.Registrar");
        (await west.GetAsync($"/api/v1/courts/{East}/hearings?day=2031-03-04")).IsProblem(403, "court-of-another");
        Assert.Empty((await west.GetAsync($"/api/v1/courts/{West}/hearings?day=2031-03-04")).Is(200).Json["hearings"]!.AsArray());
        using var second = api.As("east-2", "Court.Registrar");
        Assert.Single((await second.GetAsync($"/api/v1/courts/{East}/hearings?day=2031-03-04")).Is(200).Json["hearings"]!.AsArray());

        // The refused id was claimed for nobody.
        var (other, _) = await TestHearings.PersonAsync(api.Host);
        (await west.PutAsync(TestHearings.Path(free), TestHearings.Hearing(other, court: West))).Is(200);
        Assert.Equal(["hearing-set"], await TestHearings.JournalAsync(api.Host, _cardholder));
    }

    [Fact]
    public async Task A_court_that_names_nobody_or_was_stored_before_courts_named_anybody_hears_from_nobody()
    {
        using var administrator = api.As("Program.Administrator");
        var body = new JsonObject { ["name"] = "Court", ["address"] = "1 Sample Plaza", ["timeZone"] = "America/New_York" };
        Assert.Empty((await administrator.PutAsync($"/api/v1/courts/{East}", (JsonObject)body.DeepClone())).Is(200).Json["registrars"]!.AsArray());
        await SaysAsync("east", TestHearings.NewId(), 1, East, 403, "court-of-another");

        await api.Host.Services.GetRequiredService<ITables>().CommitAsync(
            TableNames.Places,
            $"court|{East}",
            [RowWrite.Put("court", $$"""{"id":"{{East}}","name":"Court","address":"1 Sample Plaza","timeZone":"America/New_York"}""")],
            default);
        Assert.Empty((await administrator.GetAsync($"/api/v1/courts/{East}")).Is(200).Json["registrars"]!.AsArray());
        await SaysAsync("east", TestHearings.NewId(), 1, East, 403, "court-of-another");

        body["registrars"] = new JsonArray("east");
        (await administrator.PutAsync($"/api/v1/courts/{East}", body)).Is(200);
        await SaysAsync("east", TestHearings.NewId(), 1, East, 200);
    }

    [Fact]
    public async Task Who_speaks_for_both_courts_moves_a_hearing_at_once()
    {
        var id = TestHearings.NewId();
        await SaysAsync("east", id, 1, East, 200);
        await SaysAsync("all", id, 2, West, 200);
        await SaysAsync("all", id, 3, East, 200, cancelled: true);
        Assert.Equal(["hearing-set", "hearing-moved", "hearing-cancelled"], await TestHearings.JournalAsync(api.Host, _cardholder));
        Assert.Empty(await WaitingAsync(id));
    }

    [Theory]
    [InlineData("east", "west")]
    [InlineData("west", "east")]
    public async Task A_move_that_one_court_says_takes_effect_when_the_other_says_the_same(string first, string second)
    {
        var id = TestHearings.NewId();
        await SaysAsync("east", id, 1, East, 200);
        var awaited = first == "east" ? West : East;
        var aside = await SaysAsync(first, id, 2, West, 409, "hearing-awaits-court");
        Assert.Contains(awaited, aside.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        await SaysAsync(first, id, 2, West, 409, "hearing-awaits-court");
        if (first == "east")
        {
            // A colleague of the same court is no other court.
            await SaysAsync("east-2", id, 2, West, 409, "hearing-awaits-court");
        }

        var waiting = Assert.Single(await WaitingAsync(id));
        Reply.HasExactly(waiting, "cardholderId", "hearing", "feed", "putAsideAt", "awaitsCourt");
        Assert.Equal((first, awaited), (Text(waiting, "feed"), Text(waiting, "awaitsCourt")));
        Assert.Equal(["hearing-set"], await TestHearings.JournalAsync(api.Host, _cardholder));

        await SaysAsync(second, id, 2, West, 409, "hearing-version-reused", "2031-03-04T11:00");
        var moved = await SaysAsync(second, id, 2, West, 200);
        Assert.Equal(("moved", West), (Text(moved.Json, "outcome"), Text(moved.Json["hearing"], "courtId")));
        Assert.Equal("unchanged", Text((await SaysAsync("west", id, 2, West, 200)).Json, "outcome"));
        Assert.Empty(await WaitingAsync(id));
        Assert.Equal(["hearing-set", "hearing-moved"], await TestHearings.JournalAsync(api.Host, _cardholder));

        using var auditor = api.As("Docket.Auditor");
        var link = (await auditor.GetAsync($"/api/v1/cardholders/{_cardholder}/journal")).Is(200).Json["events"]!.AsArray()
            .Single(link => Text(link, "kind") == "hearing-moved")!.ToJsonString();
        Assert.Contains($"\"{first}\"", link, StringComparison.Ordinal);
        Assert.Contains($"\"{second}\"", link, StringComparison.Ordinal);

        // It is the other court's now.
        await SaysAsync("east", id, 3, East, 409, "hearing-awaits-court");
        await SaysAsync("east", id, 3, West, 403, "court-of-another");
    }

    [Fact]
    public async Task Of_what_waits_the_newest_counts_and_what_is_stale_by_then_is_refused()
    {
        var id = TestHearings.NewId();
        await SaysAsync("east", id, 1, East, 200);
        await SaysAsync("east", id, 3, West, 409, "hearing-awaits-court");
        await SaysAsync("west", id, 2, West, 409, "hearing-stale");
        await SaysAsync("west", id, 4, West, 409, "hearing-awaits-court", "2031-04-04T10:00");
        await SaysAsync("east", id, 3, West, 409, "hearing-stale");
        Assert.Equal(4, Assert.Single(await WaitingAsync(id))!["hearing"]!["sourceVersion"]!.GetValue<long>());

        // The court where it is changes it meanwhile: what was put aside is older than what is on record.
        await SaysAsync("east", id, 5, East, 200, start: "2031-03-05T09:00");
        await SaysAsync("east", id, 4, West, 409, "hearing-stale", "2031-04-04T10:00");
        using var administrator = api.As("Program.Administrator");
        (await administrator.PutAsync($"{Quarantine}/{id}/release?courtId={West}", new JsonObject())).IsProblem(409, "hearing-stale");
        await SaysAsync("west", id, 6, West, 409, "hearing-awaits-court");
        await SaysAsync("east", id, 6, West, 200);
        Assert.Equal(["hearing-set", "hearing-moved", "hearing-moved"], await TestHearings.JournalAsync(api.Host, _cardholder));
    }

    [Fact]
    public async Task A_move_that_waits_ends_when_the_hearings_id_is_taken_from_its_person()
    {
        var id = TestHearings.NewId();
        await SaysAsync("east", id, 1, East, 200);
        await SaysAsync("west", id, 4, West, 409, "hearing-awaits-court");
        using var administrator = api.As("Program.Administrator");
        (await administrator.PutAsync($"{TestHearings.Path(id)}/id-release", new JsonObject { ["cardholderId"] = _cardholder, ["reason"] = "Another person's." }, "\"1\"")).Is(200);
        (await administrator.PutAsync($"{Quarantine}/{id}/release?courtId={West}", new JsonObject())).IsProblem(409, "hearing-stale");
        Assert.Equal(["hearing-set", "hearing-id-released"], await TestHearings.JournalAsync(api.Host, _cardholder));
    }

    [Fact]
    public async Task An_administrator_releases_a_move_by_its_court()
    {
        var id = TestHearings.NewId();
        await SaysAsync("east", id, 1, East, 200);
        await SaysAsync("west", id, 2, West, 409, "hearing-awaits-court");
        using var administrator = api.As("Program.Administrator");
        (await administrator.PutAsync($"{Quarantine}/{id}/release", new JsonObject())).IsProblem(404, "no-such-hearing");
        (await administrator.PutAsync($"{Quarantine}/{id}/release?courtId={East}", new JsonObject())).IsProblem(404, "no-such-hearing");
        (await administrator.PutAsync($"{Quarantine}/{id}/release?courtId=no%7Cne", new JsonObject())).IsProblem(404, "no-such-hearing");
        Assert.Equal("moved", Text((await administrator.PutAsync($"{Quarantine}/{id}/release?courtId={West}", new JsonObject())).Is(200).Json, "outcome"));
        Assert.Equal("unchanged", Text((await administrator.PutAsync($"{Quarantine}/{id}/release?courtId={West}", new JsonObject())).Is(200).Json, "outcome"));
        Assert.Empty(await WaitingAsync(id));
        await SaysAsync("west", id, 3, West, 200);
    }

    [Fact]
    public async Task A_cancellation_is_said_of_the_court_where_the_hearing_is()
    {
        var id = TestHearings.NewId();
        await SaysAsync("east", id, 1, East, 200);
        var before = api.Storage.Writes;
        await SaysAsync("west", id, 2, West, 403, "court-of-another", cancelled: true);
        await SaysAsync("east", id, 2, West, 403, "court-of-another", cancelled: true);
        Assert.Equal(before, api.Storage.Writes);
        await SaysAsync("east", id, 2, East, 200, cancelled: true);

        // Nor is a cancelled one taken over.
        await SaysAsync("west", id, 3, West, 409, "hearing-awaits-court");
        Assert.Equal(["hearing-set", "hearing-cancelled"], await TestHearings.JournalAsync(api.Host, _cardholder));
    }

    [Fact]
    public async Task The_word_of_who_speaks_for_a_court_no_longer_moves_nothing()
    {
        var id = TestHearings.NewId();
        await SaysAsync("east", id, 1, East, 200);
        await SaysAsync("east", id, 9, West, 409, "hearing-awaits-court");
        await TestHearings.CourtAsync(api.Host, East, "America/New_York", "east-2", "all");
        await SaysAsync("west", id, 9, West, 409, "hearing-awaits-court");
        await SaysAsync("east", id, 9, West, 403, "court-of-another");
        await SaysAsync("east-2", id, 9, West, 200);

        // Nor does it stand in the way of what is said after it.
        var other = TestHearings.NewId();
        await SaysAsync("east-2", other, 1, East, 200);
        await SaysAsync("east-2", other, 1_000_000, West, 409, "hearing-awaits-court");
        await TestHearings.CourtAsync(api.Host, East, "America/New_York", "all", "east");
        await SaysAsync("east", other, 2, West, 409, "hearing-awaits-court");
        await SaysAsync("west", other, 2, West, 200);
    }

    [Fact]
    public async Task Two_courts_that_say_the_same_at_once_move_a_hearing_once()
    {
        for (var round = 0; round < 8; round++)
        {
            var id = TestHearings.NewId();
            var (aNumber, cardholder) = await TestHearings.PersonAsync(api.Host);
            using var east = api.As("east", "Court.Registrar");
            using var west = api.As("west", "Court.Registrar");
            (await east.PutAsync(TestHearings.Path(id), TestHearings.Hearing(aNumber, court: East))).Is(200);
            var word = TestHearings.Hearing(aNumber, 2, West);
            var replies = await Task.WhenAll(
                east.PutAsync(TestHearings.Path(id), (JsonObject)word.DeepClone()), west.PutAsync(TestHearings.Path(id), (JsonObject)word.DeepClone()));
            Assert.Contains(replies, reply => reply.Status == 200 && Text(reply.Json, "outcome") == "moved");
            Assert.All(replies, reply => Assert.True(reply.Status == 200 || Text(reply.Json, "code") is "hearing-awaits-court" or "court-of-another", reply.Text));
            Assert.Equal(["hearing-set", "hearing-moved"], await TestHearings.JournalAsync(api.Host, cardholder));
            Assert.Empty(await WaitingAsync(id));
        }
    }

    [Fact]
    public async Task Each_line_of_an_import_is_held_to_the_courts_of_who_feeds()
    {
        var (theirs, moves, other) = (TestHearings.NewId(), TestHearings.NewId(), TestHearings.NewId());
        string[] feed =
        [
            Line(theirs, TestHearings.Hearing(_aNumber, court: East)),
            Line(other, TestHearings.Hearing(_aNumber, court: West)),
            Line(moves, TestHearings.Hearing(_aNumber, court: East)),
            Line(moves, TestHearings.Hearing(_aNumber, 2, West)),
            Line(TestHearings.NewId(), TestHearings.Hearing("A000000001", court: West)),
        ];
        using var east = api.As("east", "Court.Registrar");
        var reply = (await east.PostAsync("/api/v1/hearings/import", Caller.Bytes(Encoding.UTF8.GetBytes(string.Join('\n', feed)), "application/x-ndjson"))).Is(200);
        var lines = reply.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(
            ["created", "court-of-another", "created", "hearing-awaits-court", "court-of-another"],
            lines[..^1].Select(line => line["errors"] is { } errors ? Text(errors[0], "code") : Text(line, "outcome")));
        Assert.Single(await WaitingAsync(moves));

        // The refused id is free for whoever speaks for the court.
        var (person, _) = await TestHearings.PersonAsync(api.Host);
        using var west = api.As("west", "Court.Registrar");
        (await west.PutAsync(TestHearings.Path(other), TestHearings.Hearing(person, court: West))).Is(200);
    }

    [Fact]
    public async Task A_registrar_is_shown_the_hearings_of_their_courts_and_an_officer_all()
    {
        var (first, second) = (TestHearings.NewId(), TestHearings.NewId());
        await SaysAsync("east", first, 1, East, 200);
        await SaysAsync("west", second, 1, West, 200);
        foreach (var (who, expected) in new (string, string[])[] { ("east", [first]), ("west", [second]), ("all", [first, second]), ("stranger", []) })
        {
            using var registrar = api.As(who, "Court.Registrar");
            var shown = (await registrar.GetAsync($"/api/v1/cardholders/{_cardholder}/hearings")).Is(200).Json["hearings"]!.AsArray();
            Assert.Equal(expected.Order(), shown.Select(one => Text(one, "hearingId")).Order());
        }

        using var officer = api.As("Field.Officer");
        Assert.Equal(2, (await officer.GetAsync($"/api/v1/cardholders/{_cardholder}/hearings")).Is(200).Json["hearings"]!.AsArray().Count);
    }

    [Fact]
    public async Task What_was_put_aside_before_moves_were_is_listed_and_released_as_it_was()
    {
        var id = TestHearings.NewId();
        var hearing = $$"""{"id":"{{id}}","sourceVersion":1,"kind":"Master","status":"Scheduled","courtId":"{{East}}","courtName":"Court","start":"2031-03-04T09:00","timeZone":"America/New_York","tzdbVersion":"2026a","instant":"2031-03-04T14:00:00Z","dateVersion":0,"recordedAt":"1970-01-01T00:00:00Z"}""";
        var text = $$"""{"cardholderId":"{{_cardholder}}","aNumber":"{{_aNumber}}","hearing":{{hearing}},"feed":{"role":"Court.Registrar","id":"east"} }""";
        var row = new JsonObject { ["at"] = "2030-06-01T11:00:00Z", ["reason"] = "too-much-news", ["hash"] = new string('0', 64), ["length"] = text.Length, ["text"] = text };
        await api.Host.Services.GetRequiredService<ITables>().CommitAsync(
            TableNames.Quarantine, "hearings", [RowWrite.Insert($"hearing|{id}", row.ToJsonString())], default);

        Reply.HasExactly(Assert.Single(await WaitingAsync(id)), "cardholderId", "hearing", "feed", "putAsideAt");
        using var administrator = api.As("Program.Administrator");
        Assert.Equal("created", Text((await administrator.PutAsync($"{Quarantine}/{id}/release", new JsonObject())).Is(200).Json, "outcome"));
        Assert.Empty(await WaitingAsync(id));
    }

    private async Task<Reply> SaysAsync(
        string who, string id, long version, string court, int status, string? code = null, string? start = null, bool cancelled = false)
    {
        using var registrar = api.As(who, "Court.Registrar");
        var hearing = TestHearings.Hearing(_aNumber, version, court, start);
        hearing["cancelled"] = cancelled;
        var reply = await registrar.PutAsync(TestHearings.Path(id), hearing);
        return code is null ? reply.Is(status) : reply.IsProblem(status, code);
    }

    private async Task<List<JsonNode?>> WaitingAsync(string id)
    {
        using var administrator = api.As("Program.Administrator");
        var page = (await administrator.GetAsync(Quarantine)).Is(200).Json;
        Assert.False(page.ContainsKey("next"));
        return [.. page["hearings"]!.AsArray().Where(one => Text(one!["hearing"], "hearingId") == id)];
    }

    private static string Line(string id, JsonObject hearing)
    {
        hearing["hearingId"] = id;
        return hearing.ToJsonString();
    }

    private static string Text(JsonNode? json, string member) => json![member]!.GetValue<string>();
}
