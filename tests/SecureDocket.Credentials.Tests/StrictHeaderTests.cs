using Xunit;

namespace SecureDocket.Credentials.Tests;

/// <summary>Messages that a genuine key signed, and that are still not this card's format.</summary>
public sealed class StrictHeaderTests
{
    private static readonly byte[] s_kid = Sample.PublicKey.Id.ToBytes();

    public static TheoryData<string, byte[], string> WrongHeaders => new()
    {
        { "alg -35", Forge.Map((1, -35), (4, s_kid), (16, CredentialFormat.MediaType)), Reasons.UnsupportedAlgorithm },
        { "alg -8", Forge.Map((1, -8), (4, s_kid), (16, CredentialFormat.MediaType)), Reasons.UnsupportedAlgorithm },
        { "alg as text", Forge.Map((1, "ES256"), (4, s_kid), (16, CredentialFormat.MediaType)), Reasons.UnsupportedAlgorithm },
        { "alg none", Forge.Map((1, "none"), (4, s_kid), (16, CredentialFormat.MediaType)), Reasons.UnsupportedAlgorithm },
        { "alg 0", Forge.Map((1, 0), (4, s_kid), (16, CredentialFormat.MediaType)), Reasons.UnsupportedAlgorithm },
        { "alg null", Forge.Map((1, null), (4, s_kid), (16, CredentialFormat.MediaType)), Reasons.UnsupportedAlgorithm },
        { "alg missing", Forge.Map((4, s_kid), (16, CredentialFormat.MediaType)), Reasons.UnsupportedAlgorithm },
        { "alg twice", Forge.Map((1, -7), (1, -7), (4, s_kid), (16, CredentialFormat.MediaType)), Reasons.DuplicateKey },
        { "kid missing", Forge.Map((1, -7), (16, CredentialFormat.MediaType)), Reasons.BadHeader },
        { "kid empty", Forge.Map((1, -7), (4, Array.Empty<byte>()), (16, CredentialFormat.MediaType)), Reasons.BadHeader },
        { "kid short", Forge.Map((1, -7), (4, s_kid[..7]), (16, CredentialFormat.MediaType)), Reasons.BadHeader },
        { "kid long", Forge.Map((1, -7), (4, (byte[])[.. s_kid, 0]), (16, CredentialFormat.MediaType)), Reasons.BadHeader },
        { "kid as text", Forge.Map((1, -7), (4, Sample.PublicKey.Id.ToString()), (16, CredentialFormat.MediaType)), Reasons.BadHeader },
        { "typ missing", Forge.Map((1, -7), (4, s_kid)), Reasons.WrongType },
        { "typ of a status list", Forge.Map((1, -7), (4, s_kid), (16, "application/statuslist+cwt")), Reasons.WrongType },
        { "typ in capitals", Forge.Map((1, -7), (4, s_kid), (16, "APPLICATION/SDC+CWT")), Reasons.WrongType },
        { "typ as a number", Forge.Map((1, -7), (4, s_kid), (16, 61)), Reasons.WrongType },
        { "alg of a P-384 key", Forge.Map((1, -51), (4, s_kid), (16, CredentialFormat.MediaType)), Reasons.UnsupportedAlgorithm },
        { "alg twice, apart", Forge.Map((1, -7), (4, s_kid), (1, -7)), Reasons.DuplicateKey },
        { "alg in a longer head", [0xA3, 0x01, 0x38, 0x06, .. Forge.Header.AsSpan(3)], Reasons.NotCanonical },
        { "a map without its length", [0xBF, .. Forge.Header.AsSpan(1), 0xFF], Reasons.IndefiniteLength },
        { "alg under a tag", [0xA3, 0x01, 0xC1, .. Forge.Header.AsSpan(2)], Reasons.WrongTag },
        { "10,000 arrays", [.. Enumerable.Repeat((byte)0x81, 10_000), 0x00], Reasons.TooDeep },
        { "an extra entry", Forge.Map((1, -7), (3, 0), (4, s_kid), (16, CredentialFormat.MediaType)), Reasons.BadHeader },
        { "a critical entry", Forge.Map((1, -7), (2, "x"), (4, s_kid), (16, CredentialFormat.MediaType)), Reasons.BadHeader },
        { "a key address", Forge.Map((1, -7), (4, s_kid), (16, CredentialFormat.MediaType), (35, "https://attacker.example/key")), Reasons.BadHeader },
        { "another order", Forge.Map((4, s_kid), (1, -7), (16, CredentialFormat.MediaType)), Reasons.NotCanonical },
        { "empty map", Forge.Map(), Reasons.UnsupportedAlgorithm },
        { "empty bytes", [], Reasons.UnsupportedAlgorithm },
        { "bytes after the map", [.. Forge.Header, 0], Reasons.TrailingBytes },
        { "not a map", [0x80], Reasons.UnsupportedAlgorithm },
    };

    [Fact]
    public void The_forge_makes_what_the_product_makes() => Assert.Empty(Sample.Authenticate(Forge.Text()).Reasons);

    [Theory]
    [MemberData(nameof(WrongHeaders))]
    public void Another_protected_header_is_malformed(string what, byte[] header, string code)
    {
        _ = what;
        Assert.Equal(new Authentication(null, null, ReasonList.Of(code)), Sample.Authenticate(Forge.Text(header)));
    }

    public static TheoryData<string, byte[]> UnprotectedHeaders => new()
    {
        { "alg", Forge.Map((1, -7)) },
        { "alg none", Forge.Map((1, "none")) },
        { "alg null", Forge.Map((1, null)) },
        { "kid", Forge.Map((4, s_kid)) },
        { "not a map", [0x80] },
    };

    [Theory]
    [MemberData(nameof(UnprotectedHeaders))]
    public void Anything_in_the_unprotected_header_is_malformed(string what, byte[] unprotected)
    {
        _ = what;
        var withoutAlgorithm = Forge.Map((4, s_kid), (16, CredentialFormat.MediaType));
        Assert.Equal(Sample.Malformed(Reasons.UnprotectedHeader), Sample.Authenticate(Forge.Text(unprotected: unprotected)).Reasons);
        Assert.Equal(Sample.Malformed(Reasons.UnprotectedHeader), Sample.Authenticate(Forge.Text(withoutAlgorithm, unprotected: unprotected)).Reasons);
    }

    [Theory]
    [InlineData(61, 17)]
    [InlineData(61, 98)]
    [InlineData(18, 61)]
    [InlineData(60, 18)]
    public void Other_tags_are_malformed(ulong outer, ulong inner) =>
        Assert.Equal(Sample.Malformed(Reasons.WrongTag), Sample.Authenticate(Forge.Text(outer: outer, inner: inner)).Reasons);

    [Fact]
    public void A_missing_tag_a_tag_too_many_and_a_byte_too_many_are_malformed()
    {
        var message = Forge.Message(Forge.Text());
        Assert.Empty(Sample.Authenticate(Forge.Pack(message)).Reasons);
        AssertMalformed(Reasons.WrongTag, message[2..]);
        AssertMalformed(Reasons.WrongTag, message[3..]);
        AssertMalformed(Reasons.WrongTag, [0xD8, 61, .. message]);
        AssertMalformed(Reasons.WrongTag, [.. message[..2], 0xD8, 61, .. message[2..]]);
        AssertMalformed(Reasons.WrongTag, [.. message[..4], 0xC2, .. message[4..]]);
        AssertMalformed(Reasons.TrailingBytes, [.. message, 0]);
        AssertMalformed(Reasons.TrailingBytes, [.. message, .. message]);
    }

    [Fact]
    public void A_message_that_is_not_strict_cbor_is_malformed()
    {
        var message = Forge.Message(Forge.Text());

        // d8 3d d2 84 58 22 <34 bytes> a0 ...
        AssertMalformed(Reasons.TooDeep, [.. Enumerable.Repeat((byte)0x81, 10_000), 0x00]);
        AssertMalformed(Reasons.TooDeep, [.. message[..4], .. Enumerable.Repeat((byte)0x81, 10_000), 0x00]);
        AssertMalformed(Reasons.IndefiniteLength, [.. message[..3], 0x9F, .. message[4..], 0xFF]);
        AssertMalformed(Reasons.IndefiniteLength, [.. message[..4], 0x5F, .. message[4..40], 0xFF, .. message[40..]]);
        AssertMalformed(Reasons.IndefiniteLength, [.. message[..40], 0xBF, 0xFF, .. message[41..]]);
        AssertMalformed(Reasons.DuplicateKey, [.. message[..40], 0xA2, 0x01, 0x26, 0x01, 0x26, .. message[41..]]);
        AssertMalformed(Reasons.NotCanonical, [.. message[..3], 0x98, 0x04, .. message[4..]]);
        AssertMalformed(Reasons.NotCanonical, [.. message[..4], 0x59, 0x00, .. message[5..]]);
        AssertMalformed(Reasons.NotCanonical, [0xD9, 0x00, .. message[1..]]);
        AssertMalformed(Reasons.BadMessage, [.. message[..3], 0x83, .. message[4..^66]]);
        AssertMalformed(Reasons.BadMessage, message[..^1]);
        AssertMalformed(Reasons.BadMessage, [.. message[..4], 0xA0, .. message[40..]]);
    }

    private static void AssertMalformed(string code, byte[] message) =>
        Assert.Equal(Sample.Malformed(code), Sample.Authenticate(Forge.Pack(message)).Reasons);
}
