using System.Text.Json.Nodes;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cardholders;

/// <summary>Rosters as they come: with doubles, faults and lines beyond every limit. As many results as lines, always.</summary>
public sealed class ImportLinesTests
{
    private static readonly string s_tooLong = $$"""{"name":"{{new string('x', 100_000)}}"}""";

    [Fact]
    public async Task A_person_who_comes_twice_is_enrolled_by_the_first_line()
    {
        var other = Roster.Line(1);
        other["latinName"] = "Somebody Else";

        var results = await ImportAsync([Roster.Person(1), Roster.Person(1), Roster.Person(2), other.ToJsonString(), Roster.Person(1)]);

        Assert.Equal(["enrolled", "unchanged", "enrolled", "refused", "unchanged"], Outcomes(results));
        Assert.Equal("a-number-in-use", Fault(results[3])["code"]!.GetValue<string>());
        Assert.Single(((int[])[0, 1, 4]).Select(line => results[line]["cardholderId"]!.GetValue<string>()).Distinct());
        AssertSummary(results, 5, 2, 2, 1);
    }

    [Fact]
    public async Task The_same_line_all_over_enrolls_one_person()
    {
        var results = await ImportAsync([.. Enumerable.Repeat(Roster.Person(7), 200)]);

        AssertSummary(results, 200, 1, 199, 0);
        Assert.Equal("enrolled", Outcomes(results).First());
    }

    [Theory]
    [InlineData("not json", "malformed-json")]
    [InlineData("[]", "malformed-json")]
    [InlineData("""{"aNumber":"A123456789","aNumber":"A123456789"}""", "malformed-json")]
    [InlineData("{}", "invalid")]
    [InlineData("""{"name":"\ud800"}""", "invalid")]
    [InlineData("\0", "malformed-json")]
    public async Task A_bad_line_is_refused_and_the_lines_around_it_are_not(string bad, string code)
    {
        var results = await ImportAsync([Roster.Person(1), bad, Roster.Person(2)]);

        Assert.Equal(["enrolled", "refused", "enrolled"], Outcomes(results));
        Assert.Equal(code, Fault(results[1])["code"]!.GetValue<string>());
        AssertSummary(results, 3, 2, 0, 1);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(0, false)]
    [InlineData(2, false)]
    public async Task An_over_long_line_is_refused_wherever_it_stands(int at, bool endLastLine)
    {
        List<string> lines = [Roster.Person(1), Roster.Person(2)];
        lines.Insert(at, s_tooLong);

        var results = await ImportAsync(lines, endLastLine);

        Assert.Equal(Enumerable.Range(0, 3).Select(line => line == at ? "refused" : "enrolled"), Outcomes(results));
        Assert.Equal("A line must be at most 8192 bytes.", Fault(results[at])["detail"]!.GetValue<string>());
        AssertSummary(results, 3, 2, 0, 1);
    }

    [Fact]
    public async Task A_line_may_be_as_long_as_the_limit_and_no_longer()
    {
        var person = Roster.Person(1);
        var longest = person + new string(' ', 8192 - System.Text.Encoding.UTF8.GetByteCount(person));

        var results = await ImportAsync([longest, longest + " "]);

        Assert.Equal(["enrolled", "refused"], Outcomes(results));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Blank_lines_and_carriage_returns_count_for_nothing(bool endLastLine)
    {
        var results = await ImportAsync(["", Roster.Person(1) + "\r", "\r", "  \t", Roster.Person(2)], endLastLine);

        Assert.Equal(["enrolled", "enrolled"], Outcomes(results));
        AssertSummary(results, 2, 2, 0, 0);
    }

    [Fact]
    public async Task An_empty_roster_changes_nothing() => AssertSummary(await ImportAsync([]), 0, 0, 0, 0);

    [Theory]
    [InlineData(10_001)]
    [InlineData(12_000)]
    public async Task Beyond_ten_thousand_lines_one_refusal_says_where_the_reading_ended(int lines)
    {
        var results = await ImportAsync(Roster.People(lines));

        AssertSummary(results, 10_001, 10_000, 0, 1);
        Assert.Equal(10_001, results[^2]["line"]!.GetValue<int>());
        Assert.Equal("refused", results[^2]["outcome"]!.GetValue<string>());
        Assert.Contains("not read", Fault(results[^2])["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_sends_ten_thousand_bad_lines_before_reading_an_answer_gets_them_all_back()
    {
        // More of both than any buffer between the two takes.
        var results = await ImportAsync(Enumerable.Repeat("{}" + new string(' ', 2_500), 10_000));

        AssertSummary(results, 10_000, 0, 0, 10_000);
    }

    private static async Task<List<JsonNode>> ImportAsync(IEnumerable<string> lines, bool endLastLine = true)
    {
        await using var host = await TestHost.StartAsync();
        return await Roster.ImportAsync(host, new Roster(lines, endLastLine));
    }

    private static IEnumerable<string> Outcomes(List<JsonNode> results) => results.SkipLast(1).Select(result => result["outcome"]!.GetValue<string>());

    private static JsonNode Fault(JsonNode result) => result["errors"]!.AsArray()[0]!;

    private static void AssertSummary(List<JsonNode> results, int lines, int enrolled, int unchanged, int refused)
    {
        Assert.Equal(lines + 1, results.Count);
        var summary = results[^1];
        Assert.Equal(
            (lines, enrolled, unchanged, refused),
            (summary["lines"]!.GetValue<int>(), summary["enrolled"]!.GetValue<int>(), summary["unchanged"]!.GetValue<int>(), summary["refused"]!.GetValue<int>()));
    }
}
