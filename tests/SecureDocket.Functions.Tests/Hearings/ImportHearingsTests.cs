using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace SecureDocket.Functions.Tests.Hearings;

/// <summary>Feeds as they come: with doubles, faults, old versions and lines beyond every limit. As many results as lines, always.</summary>
public sealed class ImportHearingsTests(ApiFixture api) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        TestHearings.SetNow(api.Host, "2030-06-01T12:00:00Z");
        await TestHearings.CourtAsync(api.Host, "NYC", "America/New_York");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Each_line_is_told_what_became_of_it()
    {
        var (person, cardholder) = await TestHearings.PersonAsync(api.Host);
        var (other, _) = await TestHearings.PersonAsync(api.Host);
        var (first, second) = (TestHearings.NewId(), TestHearings.NewId());
        var cancelled = Line(first, TestHearings.Hearing(person, 4));
        cancelled["cancelled"] = true;
        var bad = Line(second, TestHearings.Hearing(person, 0, court: "NONE"));
        bad["judge"] = "?";
        string[] feed =
        [
            Line(first, TestHearings.Hearing(person, 2)).ToJsonString(),
            Line(second, TestHearings.Hearing(person)).ToJsonString(),
            Line(first, TestHearings.Hearing(person, 1)).ToJsonString(),
            Line(first, TestHearings.Hearing(person, 3, start: "2031-05-05T10:00")).ToJsonString(),
            "",
            "{",
            bad.ToJsonString(),
            Line(second, TestHearings.Hearing(other, 2)).ToJsonString(),
            Line(TestHearings.NewId(), TestHearings.Hearing("A000000001")).ToJsonString(),
            Line(TestHearings.NewId(), TestHearings.Hearing(person, start: "2031-03-09T02:30")).ToJsonString(),
            Line(second, TestHearings.Hearing(person)).ToJsonString(),
            Line(second, TestHearings.Hearing(person, start: "2031-03-04T09:01")).ToJsonString(),
            cancelled.ToJsonString(),
            TestHearings.Hearing(person).ToJsonString(),
        ];
        var (lines, summary) = await ImportAsync(feed);

        Assert.Equal(
            ["created", "created", "stale", "moved", "refused", "refused", "refused", "refused", "refused", "unchanged", "refused", "cancelled", "refused"],
            lines.Select(Outcome));
        Assert.Equal(Enumerable.Range(1, 13), lines.Select(line => line["line"]!.GetValue<int>()));
        Reply.HasExactly(lines[0], "line", "outcome", "hearingId", "cardholderId");
        Assert.Equal((first, cardholder), (lines[0]["hearingId"]!.GetValue<string>(), lines[0]["cardholderId"]!.GetValue<string>()));
        Reply.HasExactly(lines[2], "line", "outcome", "errors");
        Assert.Contains("A newer version, 2, is on record", lines[2]["errors"]![0]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("malformed-json", Codes(lines[4]).Single());
        Assert.Equal(["courtId", "judge", "sourceVersion"], lines[5]["errors"]!.AsArray().Select(error => error!["field"]!.GetValue<string>()).Order());
        Assert.Equal(["hearing-of-another", "no-such-cardholder", "invalid"], lines[6..9].SelectMany(Codes));
        Assert.Equal("hearing-version-reused", Codes(lines[10]).Single());
        Assert.Equal("hearingId", lines[12]["errors"]![0]!["field"]!.GetValue<string>());
        Assert.Equal("""{"lines":13,"created":2,"moved":1,"cancelled":1,"unchanged":1,"stale":1,"refused":7}""", summary.ToJsonString());
        Assert.Equal(["hearing-set", "hearing-set", "hearing-moved", "hearing-cancelled"], await TestHearings.JournalAsync(api.Host, cardholder));
    }

    [Fact]
    public async Task A_feed_of_many_hearings_of_few_people_is_taken_in_order_and_the_same_feed_again_changes_nothing()
    {
        var people = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => TestHearings.PersonAsync(api.Host)));
        var ids = Enumerable.Range(0, 30).Select(_ => TestHearings.NewId()).ToList();
        string[] feed = [.. Enumerable.Range(0, 90).Select(line =>
            Line(ids[line / 3], TestHearings.Hearing(people[line / 3 % 5].ANumber, 1 + (line % 3), start: $"2031-06-02T09:{line % 60:D2}")).ToJsonString())];

        var (first, _) = await ImportAsync(feed);
        Assert.Equal(Enumerable.Range(0, 90).Select(line => line % 3 == 0 ? "created" : "moved"), first.Select(Outcome));

        var before = api.Storage.Writes;
        var (second, summary) = await ImportAsync(feed);
        Assert.Equal(Enumerable.Range(0, 90).Select(line => line % 3 == 2 ? "unchanged" : "stale"), second.Select(Outcome));
        Assert.Equal((30, 60), (summary["unchanged"]!.GetValue<int>(), summary["stale"]!.GetValue<int>()));
        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public async Task Lines_beyond_the_limits_are_refused_and_the_last_says_where_the_reading_ended()
    {
        var before = api.Storage.Writes;
        var (lines, summary) = await ImportAsync([new string('x', 9_000), .. Enumerable.Repeat("{}", 10_004)]);
        Assert.Equal((10_001, 10_001), (summary["lines"]!.GetValue<int>(), summary["refused"]!.GetValue<int>()));
        Assert.Equal("A line must be at most 8192 bytes.", lines[0]["errors"]![0]!["detail"]!.GetValue<string>());
        Assert.Contains("not read", lines[^1]["errors"]![0]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public async Task An_empty_feed_changes_nothing_and_another_media_type_is_refused()
    {
        var (lines, summary) = await ImportAsync();
        Assert.Empty(lines);
        Assert.Equal(0, summary["lines"]!.GetValue<int>());
        using var registrar = api.As("Court.Registrar");
        (await registrar.PostAsync("/api/v1/hearings/import", new JsonObject())).IsProblem(415, "unsupported-media-type");
    }

    private async Task<(List<JsonObject> Lines, JsonObject Summary)> ImportAsync(params string[] feed)
    {
        using var registrar = api.As("Court.Registrar");
        var body = Caller.Bytes(Encoding.UTF8.GetBytes(string.Join('\n', feed) + "\n"), "application/x-ndjson");
        var reply = (await registrar.PostAsync("/api/v1/hearings/import", body)).Is(200).HasSafeHeaders();
        Assert.Equal("application/x-ndjson", reply.MediaType);
        var lines = reply.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        return (lines[..^1], lines[^1]);
    }

    private static JsonObject Line(string id, JsonObject hearing)
    {
        hearing["hearingId"] = id;
        return hearing;
    }

    private static string Outcome(JsonObject line) => line["outcome"]!.GetValue<string>();

    private static IEnumerable<string> Codes(JsonObject line) => line["errors"]!.AsArray().Select(error => error!["code"]!.GetValue<string>());
}
