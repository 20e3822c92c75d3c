using System.Globalization;
using System.Text.RegularExpressions;
using SecureDocket.Credentials.Codecs;
using Xunit;

namespace SecureDocket.Credentials.Tests;

/// <summary>The worked examples of docs/credential.md, taken from the page as a reader would.</summary>
public sealed partial class DocumentedExampleTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Vectors.Repository, "docs", "credential.md"));

    [Fact]
    public void The_text_unpacks_to_the_parts_that_the_page_shows()
    {
        var text = Block("qr").Replace("\n", "", StringComparison.Ordinal);
        var packed = new byte[CredentialFormat.MaximumTextLength];
        Assert.True(Base45.TryDecode(text, packed, out var length));
        var message = new byte[CredentialFormat.MaximumInflatedLength];
        Assert.True(Zlib.TryInflate(packed, length, message, out var written));

        // d8 3d d2 84 58 22 <34 bytes> a0 58 f7 <247 bytes> 58 40 <64 bytes>
        var payload = Hex(Block("payload"));
        var signature = Hex(Block("signature"));
        Assert.Equal("D83DD2845822", Convert.ToHexString(message, 0, 6));
        Assert.Equal([0xA0, 0x58, (byte)payload.Length, .. payload, 0x58, 0x40, .. signature], message.AsSpan(40, written - 40).ToArray());
        Assert.Equal(Hex(Block("sig-structure")), CoseSign1.SigStructure(message.AsSpan(6, 34), payload));
        Assert.True(Sample.PublicKey.Verify(Hex(Block("sig-structure")), signature));
    }

    [Fact]
    public void The_text_is_a_genuine_card_of_the_pages_key()
    {
        var text = Block("qr").Replace("\n", "", StringComparison.Ordinal);
        using var key = new VerificationKey(Hex(Field("x")), Hex(Field("y")));
        Assert.Equal(Hex(Field("kid")), key.Id.ToBytes());
        var (credential, _, reasons) = CredentialVerifier.Authenticate(text, new Trust(Sample.Issuer, [key]), DateTimeOffset.FromUnixTimeSeconds(1_767_225_600));
        Assert.Empty(reasons);
        Assert.Equal(
            ("7K2M9QX4T0B5", "Ana Lucía Pérez", "19870314", "GTM", 4711),
            (credential!.CardNumber, credential.Identity.FullName, credential.Identity.BirthDate, credential.Identity.Nationality, credential.Status.Index));
    }

    [Fact]
    public void The_bytes_of_the_twelve_entries_are_those_of_the_page()
    {
        var (values, hex) = Match(@"The entries\n([0-9, ]+) are the bytes ([0-9a-f ]+):");
        var list = StatusList.FromBytes(2, Hex(hex));
        Assert.Equal(values.Split(", ").Select(value => int.Parse(value, CultureInfo.InvariantCulture)), Enumerable.Range(0, 12).Select(index => list[index]));

        // The table says the same, entry by entry.
        var entries = Regex.Matches(s_page, @"([01]{2}): entry (\d+) is (\d)");
        Assert.Equal(12, entries.Count);
        foreach (var groups in entries.Select(entry => entry.Groups))
        {
            var value = int.Parse(groups[3].Value, CultureInfo.InvariantCulture);
            Assert.Equal(Convert.ToInt32(groups[1].Value, 2), value);
            Assert.Equal(list[int.Parse(groups[2].Value, CultureInfo.InvariantCulture)], value);
        }
    }

    [Fact]
    public void The_status_list_is_genuine_and_has_the_pages_entries()
    {
        using var key = ListKey();
        Assert.Equal(Hex(Field("lists-kid")), key.Id.ToBytes());
        var at = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
        var (token, reason) = StatusListToken.Read(
            Hex(Block("status-list")), new Trust(Sample.Issuer, [key]), $"{Sample.Issuer}/api/v1/status-lists/1", at);
        Assert.Null(reason);
        Assert.Equal((at, at.AddDays(3), TimeSpan.FromSeconds(30), 8192), (token!.IssuedAt, token.Expires, token.TimeToLive, token.List.Count));
        Assert.Equal([0xC9, 0x44, 0xF9, .. new byte[2045]], token.List.Bytes.ToArray());
    }

    [Fact]
    public void The_pack_is_genuine_and_by_it_the_pages_card_is_judged_as_the_page_says()
    {
        using var key = ListKey();
        var (payload, signature) = (Hex(Block("pack")), Hex(Block("pack-signature")));
        var bytes = VerifierPack.Seal(key.Id, payload, signature);
        var header = Hex(Block("pack-header"));
        Assert.Equal([0xD2, 0x84, 0x58, (byte)header.Length, .. header, 0xA0, 0x59], bytes.AsSpan(0, header.Length + 6).ToArray());

        var at = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
        var thumbprint = Match("^thumbprint ([A-Za-z0-9_-]{43}())$").Item1;
        var (pack, reason) = VerifierPack.ReadFirst(bytes, thumbprint, at);
        Assert.Null(reason);
        Assert.Equal((Sample.Issuer, at, 7L), (pack!.Issuer, pack.IssuedAt, pack.Version));
        Assert.Equal(payload, pack.EncodePayload());
        Assert.Equal(Hex(Block("status-list")), pack.Lists.Single().ToArray());

        var card = Block("qr").Replace("\n", "", StringComparison.Ordinal);
        Assert.Equal(Outcome.Valid, CredentialVerifier.Verify(card, pack.TrustFor("officer"), at).Outcome);
        Assert.Equal(Outcome.Valid, CredentialVerifier.Verify(card, pack.TrustFor("public"), at.AddHours(1)).Outcome);
        Assert.Equal([Reasons.StatusStale], CredentialVerifier.Verify(card, pack.TrustFor("public"), at.AddHours(1).AddSeconds(1)).Reasons);
    }

    [Fact]
    public void The_page_names_every_reason_that_a_card_itself_can_give()
    {
        // That a card is not on record, only the issuer can say.
        foreach (var reason in typeof(Reasons).GetFields().Select(field => (string)field.GetRawConstantValue()!).Except([Reasons.NotOnRecord]))
        {
            Assert.Contains($"`{reason}`", s_page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(VerifierPack.OlderPack)]
    [InlineData(VerifierPack.UnsupportedKey)]
    [InlineData(VerifierPack.UnendorsedKey)]
    [InlineData(StatusListToken.WrongList)]
    public void The_page_names_every_reason_against_a_pack_or_list(string reason) => Assert.Contains($"`{reason}`", s_page, StringComparison.Ordinal);

    private static VerificationKey ListKey() => new(Hex(Field("lists-x")), Hex(Field("lists-y"))) { Use = KeyUse.Lists };

    private static (string, string) Match(string pattern)
    {
        var groups = Regex.Match(s_page, pattern, RegexOptions.Multiline).Groups;
        return (groups[1].Value, groups[2].Value);
    }

    private static string Block(string name) => Regex.Match(s_page, $"^```{name}\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline).Groups[1].Value;

    private static string Field(string name) => Regex.Match(s_page, $"^{name} +([0-9a-f]+)$", RegexOptions.Multiline).Groups[1].Value;

    // What follows a semicolon is a remark.
    private static byte[] Hex(string text) => Convert.FromHexString(Blank().Replace(Remark().Replace(text, ""), ""));

    [GeneratedRegex(";.*$", RegexOptions.Multiline)]
    private static partial Regex Remark();

    [GeneratedRegex(@"\s")]
    private static partial Regex Blank();
}
