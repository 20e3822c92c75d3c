using System.Text.Json;
using SecureDocket.Credentials;
using SecureDocket.Credentials.Tests.Packs;
using Xunit;

namespace SecureDocket.Verifier.Tests;

public sealed class VerifyTests : IDisposable
{
    private readonly Session _session = new();

    public VerifyTests() => _session.Keep(_session.Issuer.Pack(7));

    [Fact]
    public async Task A_valid_card_is_shown_with_its_evidence()
    {
        var answered = await VerifyAsync();
        Assert.Equal((0, ""), (answered.Code, answered.Error));
        Assert.Equal(
            [
                "valid",
                "  Name        Ana Lucía Pérez",
                "  Born        1987-03",
                "  Nationality GTM",
                "  Card        7K2M-9QX4-T0B5",
                "  Expires     2027-05-02T12:00:00Z",
                $"  Key         {_session.Issuer.Cards.Id}",
                "  Status      as of 2026-06-01T12:00:00Z, 5 min 0 s old",
                "  Pack        version 7 of 2026-06-01T12:00:00Z, 5 min 0 s old; policy for officer",
                "  Checked at  2026-06-01T12:05:00Z",
                "  By eye      photo-matches-bearer, printed-details-match, card-is-undamaged",
            ],
            answered.Output.TrimEnd().Split(Environment.NewLine));
    }

    [Fact]
    public async Task As_json_it_has_the_shape_of_the_online_answer()
    {
        var answered = await VerifyAsync("--json");
        Assert.Contains("\n  \"verdict\": \"valid\"", answered.Output, StringComparison.Ordinal);
        Assert.Contains("Ana Lucía Pérez", answered.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(answered.Output);
        var root = json.RootElement;
        Assert.Equal(["verdict", "reasons", "evidence", "expires", "card"], Names(root));
        Assert.Equal(0, root.GetProperty("reasons").GetArrayLength());
        Assert.Equal(TestIssuer.Credential.Expires, root.GetProperty("expires").GetDateTimeOffset());

        var evidence = root.GetProperty("evidence");
        Assert.Equal(
            ["audience", "checkByEye", "checkedAt", "keyId", "method", "packAgeSeconds", "packAsOf", "packVersion", "statusAgeSeconds", "statusAsOf"],
            Names(evidence).Order(StringComparer.Ordinal));
        Assert.Equal(
            ("credential", _session.Issuer.Cards.Id.ToString(), 300, 7, 300),
            (evidence.GetProperty("method").GetString(), evidence.GetProperty("keyId").GetString(), evidence.GetProperty("statusAgeSeconds").GetInt32(), evidence.GetProperty("packVersion").GetInt32(), evidence.GetProperty("packAgeSeconds").GetInt32()));
        Assert.Equal(["photo-matches-bearer", "printed-details-match", "card-is-undamaged"], evidence.GetProperty("checkByEye").EnumerateArray().Select(item => item.GetString()));

        var card = root.GetProperty("card");
        Assert.Equal(
            ("7K2M-9QX4-T0B5", "Ana Lucía Pérez", "1987-03", "GTM"),
            (card.GetProperty("cardNumber").GetString(), card.GetProperty("latinName").GetString(), card.GetProperty("birthDate").GetString(), card.GetProperty("nationality").GetString()));
    }

    [Fact]
    public async Task A_text_that_is_no_card_is_invalid_and_shows_nobody()
    {
        var answered = await _session.RunAsync("verify", "HELLO", "--pack", _session.PackPath, "--json");
        Assert.Equal(1, answered.Code);
        using var json = JsonDocument.Parse(answered.Output);
        Assert.Equal(["verdict", "reasons", "evidence"], Names(json.RootElement));
        Assert.Equal("malformed", json.RootElement.GetProperty("reasons")[0].GetString());
        Assert.Equal(0, json.RootElement.GetProperty("evidence").GetProperty("checkByEye").GetArrayLength());
    }

    [Theory]
    [InlineData(CardState.Revoked, "revoked")]
    [InlineData(CardState.Suspended, "suspended")]
    [InlineData(CardState.Replaced, "replaced")]
    public async Task A_card_out_of_force_is_invalid(CardState state, string reason)
    {
        _session.Keep(_session.Issuer.Pack(8, state));
        await AssertAsync(1, "invalid", reason);
    }

    [Theory]
    [InlineData("officer", "2026-06-02T12:00:00Z", "2026-06-02T12:00:01Z")]
    [InlineData("partner", "2026-06-01T18:00:00Z", "2026-06-01T20:00:01+02:00")]
    [InlineData("public", "2026-06-01T13:00Z", "2026-06-01T13:00:00.5Z")]
    public async Task A_status_goes_stale_by_the_audiences_policy(string audience, string last, string stale)
    {
        await AssertAsync(0, "valid", null, "--audience", audience, "--at", last);
        await AssertAsync(2, "undetermined", "status-stale", "--audience", audience, "--at", stale);
    }

    [Fact]
    public async Task A_moment_may_be_a_time_from_now()
    {
        await AssertAsync(0, "valid", null, "--at", "+1h");
        await AssertAsync(2, "undetermined", "status-stale", "--at", "+30h");
        await AssertAsync(2, "undetermined", "status-stale", "--at", "+2d");
    }

    [Fact]
    public async Task Without_an_audience_it_is_the_officers() => await AssertAsync(0, "valid", null, "--at", "2026-06-02T12:00:00Z");

    [Fact]
    public async Task A_clock_behind_the_pack_cannot_tell_and_says_so()
    {
        var answered = await AssertAsync(2, "undetermined", "clock-behind", "--at", "2025-01-01T00:00:00Z");
        Assert.Contains("which this clock has not reached", answered.Output, StringComparison.Ordinal);

        var json = await VerifyAsync("--at", "2025-01-01T00:00:00Z", "--json");
        Assert.DoesNotContain("statusAgeSeconds", json.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("packAgeSeconds", json.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Within_the_leeway_nothing_is_younger_than_new()
    {
        var answered = await AssertAsync(0, "valid", null, "--at", "2026-06-01T11:59:00Z");
        Assert.Contains("12:00:00Z, 0 s old", answered.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task The_text_may_be_in_a_file_or_on_standard_input(string lineEnd)
    {
        var text = _session.Issuer.Card() + lineEnd;
        var path = _session.PathOf("card.txt");
        await File.WriteAllTextAsync(path, text);
        Assert.Equal(0, (await _session.RunAsync("verify", path, "--pack", _session.PackPath)).Code);
        Assert.Equal(0, (await _session.RunAsync(["verify", "--pack", _session.PackPath, "-"], text)).Code);
    }

    [Theory]
    [InlineData("\n\n")]
    [InlineData(" ")]
    [InlineData("\r")]
    public async Task More_than_a_line_end_belongs_to_the_text(string more) =>
        Assert.Equal(1, (await _session.RunAsync(["verify", "-", "--pack", _session.PackPath], _session.Issuer.Card() + more)).Code);

    [Fact]
    public async Task Of_a_text_without_end_no_more_is_read_than_shows_it()
    {
        var answered = await _session.RunAsync(["verify", "-", "--pack", _session.PackPath], new string('0', 10_000_000));
        Assert.Equal(1, answered.Code);
        Assert.Contains("too-large", answered.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_cannot_move_the_cursor()
    {
        var identity = TestIssuer.Credential.Identity with { FullName = "Ana\u001b[2J\nvalid" };
        var card = _session.Issuer.Card(TestIssuer.Credential with { Identity = identity, Expires = TestIssuer.Now });
        var answered = await _session.RunAsync("verify", card, "--pack", _session.PackPath);
        Assert.Equal(1, answered.Code);
        Assert.Contains("  Name        Ana[2Jvalid", answered.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("card.txt")]
    [InlineData("CARD_1.TXT")]
    [InlineData(".local/qr")]
    [InlineData(@"C:\cards\one")]
    [InlineData("no/such/folder/")]
    public async Task A_word_that_can_only_be_a_path_is_no_such_file(string word)
    {
        var answered = await _session.RunAsync("verify", word, "--pack", _session.PackPath);
        Assert.Equal((64, ""), (answered.Code, answered.Output));
        Assert.Contains($"'{word}': neither an existing file", answered.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CARD.TXT", "bad-")]
    [InlineData("A/B:C.D", "bad-")]
    [InlineData("card", "bad-base45")]
    [InlineData("no card.", "bad-base45")]
    [InlineData("card.2026", "bad-base45")]
    [InlineData("card.backup", "bad-base45")]
    public async Task Any_other_word_is_judged_as_a_text(string word, string fault)
    {
        var answered = await _session.RunAsync("verify", word, "--pack", _session.PackPath);
        Assert.Equal(1, answered.Code);
        Assert.Contains($"malformed, {fault}", answered.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_standard_input_nothing_is_taken_for_a_path() =>
        Assert.Equal(1, (await _session.RunAsync(["verify", "-", "--pack", _session.PackPath], "card.txt")).Code);

    [Theory]
    [InlineData("absent", null)]
    [InlineData("folder", null)]
    [InlineData("empty", "")]
    [InlineData("text", "no pack")]
    public async Task A_pack_that_cannot_be_used_is_named(string name, string? content)
    {
        var path = name == "folder" ? _session.Folder : _session.PathOf(name);
        if (content is not null)
        {
            await File.WriteAllTextAsync(path, content);
        }

        var answered = await _session.RunAsync("verify", _session.Issuer.Card(), "--pack", path);
        Assert.Equal((65, ""), (answered.Code, answered.Output));
        Assert.Contains(path, answered.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pack_that_was_changed_on_disk_is_no_pack()
    {
        var bytes = await File.ReadAllBytesAsync(_session.PackPath);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(_session.PackPath, bytes);
        Assert.Equal(65, (await VerifyAsync()).Code);
    }

    [Theory]
    [InlineData("now")]
    [InlineData("2026-06-01")]
    [InlineData("2026-06-01T12:00:00")]
    [InlineData("01.06.2026 12:00")]
    [InlineData("+d")]
    [InlineData("+2")]
    [InlineData("+-2d")]
    [InlineData("+2147483647d")]
    public async Task A_moment_without_an_offset_is_no_instant(string at)
    {
        var answered = await VerifyAsync("--at", at);
        Assert.Equal(64, answered.Code);
        Assert.Contains(at, answered.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_audience_without_a_policy_is_a_usage_error_that_names_those_with_one()
    {
        var answered = await VerifyAsync("--audience", "everyone");
        Assert.Equal((64, ""), (answered.Code, answered.Output));
        Assert.Contains("'everyone', but for public, officer, partner", answered.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _session.Dispose();

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(member => member.Name);

    private Task<Answered> VerifyAsync(params string[] more) => _session.RunAsync(["verify", _session.Issuer.Card(), "--pack", _session.PackPath, .. more]);

    private async Task<Answered> AssertAsync(int code, string verdict, string? reason, params string[] more)
    {
        var answered = await VerifyAsync(more);
        var lines = answered.Output.Split(Environment.NewLine);
        Assert.Equal((code, verdict), (answered.Code, lines[0]));
        Assert.Equal(reason is not null, lines.Contains($"  Why         {reason}"));
        return answered;
    }
}
