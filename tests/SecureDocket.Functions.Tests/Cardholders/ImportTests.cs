using System.Text;
using System.Text.Json.Nodes;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cardholders;

public sealed class ImportTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_bad_line_never_stops_the_others()
    {
        var (first, bad, second) = (TestPeople.Person(), TestPeople.Person(), TestPeople.Person());
        bad["birthDate"] = "soon";
        bad["mobile"] = "none";
        var (lines, summary) = await ImportAsync(first.ToJsonString(), "{", bad.ToJsonString(), "", second.ToJsonString(), "{\"\\ud800\":1}");

        Assert.Equal(["enrolled", "refused", "refused", "enrolled", "refused"], lines.Select(Outcome));
        Assert.Equal([1, 2, 3, 4, 5], lines.Select(line => line["line"]!.GetValue<int>()));
        Reply.HasExactly(lines[0], "line", "outcome", "cardholderId");
        Reply.HasExactly(lines[1], "line", "outcome", "errors");
        Assert.Equal("malformed-json", lines[1]["errors"]![0]!["code"]!.GetValue<string>());
        Assert.Equal(["birthDate", "mobile"], lines[2]["errors"]!.AsArray().Select(error => error!["field"]!.GetValue<string>()).Order());
        Reply.HasExactly(summary, "lines", "enrolled", "unchanged", "refused", "message");
        Assert.Equal((5, 2, 0, 3), Sums(summary));
    }

    [Fact]
    public async Task Importing_the_same_file_twice_changes_nothing_and_says_so()
    {
        string[] roster = [TestPeople.Person().ToJsonString(), TestPeople.Person().ToJsonString()];
        var (first, _) = await ImportAsync(roster);
        var (second, summary) = await ImportAsync(roster);

        Assert.Equal(["unchanged", "unchanged"], second.Select(Outcome));
        Assert.Equal(first.Select(Id), second.Select(Id));
        Assert.Equal((2, 0, 2, 0), Sums(summary));
        Assert.StartsWith("Nothing changed", summary["message"]!.GetValue<string>(), StringComparison.Ordinal);
        using var officer = api.As("Enrollment.Officer");
        Assert.Equal("\"1\"", (await officer.GetAsync($"/api/v1/cardholders/{Id(first[0])}")).ETag);
    }

    [Fact]
    public async Task Of_two_lines_with_one_A_number_the_first_counts()
    {
        var person = TestPeople.Person();
        var other = (JsonObject)person.DeepClone();
        other["latinName"] = "Somebody Else";
        var (lines, _) = await ImportAsync(person.ToJsonString(), other.ToJsonString(), person.ToJsonString());
        Assert.Equal(["enrolled", "refused", "unchanged"], lines.Select(Outcome));
        Assert.Equal("a-number-in-use", lines[1]["errors"]![0]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Lines_may_end_as_windows_ends_them_and_the_last_need_not_end()
    {
        var text = $"{TestPeople.Person().ToJsonString()}\r\n\r\n{TestPeople.Person().ToJsonString()}";
        var (lines, _) = await PostAsync(Encoding.UTF8.GetBytes(text));
        Assert.Equal(["enrolled", "enrolled"], lines.Select(Outcome));
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_refused_and_the_next_is_read()
    {
        var (lines, _) = await ImportAsync(new string('x', 100_000), TestPeople.Person().ToJsonString());
        Assert.Equal(["refused", "enrolled"], lines.Select(Outcome));
    }

    [Fact]
    public async Task No_more_than_ten_thousand_lines_are_read()
    {
        var before = api.Storage.Writes;
        var (lines, summary) = await ImportAsync([.. Enumerable.Repeat("{}", 10_005)]);
        Assert.Equal((10_001, 0, 0, 10_001), Sums(summary));
        Assert.Contains("10000", lines[^1]["errors"]![0]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public async Task Another_media_type_is_refused_with_415()
    {
        using var officer = api.As("Enrollment.Officer");
        (await officer.PostAsync("/api/v1/cardholders/import", TestPeople.Person())).IsProblem(415, "unsupported-media-type");
    }

    private Task<(List<JsonObject> Lines, JsonObject Summary)> ImportAsync(params string[] lines) =>
        PostAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));

    private async Task<(List<JsonObject> Lines, JsonObject Summary)> PostAsync(byte[] body)
    {
        using var officer = api.As("Enrollment.Officer");
        var reply = (await officer.PostAsync("/api/v1/cardholders/import", Caller.Bytes(body, "application/x-ndjson"))).Is(200).HasSafeHeaders();
        Assert.Equal("application/x-ndjson", reply.MediaType);
        var lines = reply.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        return (lines[..^1], lines[^1]);
    }

    private static string Outcome(JsonObject line) => line["outcome"]!.GetValue<string>();

    private static string Id(JsonObject line) => line["cardholderId"]!.GetValue<string>();

    private static (int Lines, int Enrolled, int Unchanged, int Refused) Sums(JsonObject summary) => (
        summary["lines"]!.GetValue<int>(), summary["enrolled"]!.GetValue<int>(), summary["unchanged"]!.GetValue<int>(), summary["refused"]!.GetValue<int>());
}
