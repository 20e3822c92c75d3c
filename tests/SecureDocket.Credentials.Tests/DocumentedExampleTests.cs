using System.Text.RegularExpressions;
using SecureDocket.Credentials.Codecs;
using Xunit;

namespace SecureDocket.Credentials.Tests;

/// <summary>The worked example of docs/credential.md, taken from the page as a reader would.</summary>
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
    public void The_page_names_every_reason_that_a_card_itself_can_give()
    {
        // That a card is not on record, only the issuer can say.
        foreach (var reason in typeof(Reasons).GetFields().Select(field => (string)field.GetRawConstantValue()!).Except([Reasons.NotOnRecord]))
        {
            Assert.Contains($"`{reason}`", s_page, StringComparison.Ordinal);
        }
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
