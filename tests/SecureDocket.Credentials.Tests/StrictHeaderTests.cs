using Xunit;

namespace SecureDocket.Credentials.Tests;

/// <summary>Messages that a genuine key signed, and that are still not this card's format.</summary>
public sealed class StrictHeaderTests
{
    private static readonly byte[] s_kid = Sample.PublicKey.Id.ToBytes();

    public static TheoryData<string, byte[]> WrongHeaders => new()
    {
        { "alg -35", Forge.Map((1, -35), (4, s_kid), (16, CredentialFormat.MediaType)) },
        { "alg -8", Forge.Map((1, -8), (4, s_kid), (16, CredentialFormat.MediaType)) },
        { "alg as text", Forge.Map((1, "ES256"), (4, s_kid), (16, CredentialFormat.MediaType)) },
        { "alg none", Forge.Map((1, "none"), (4, s_kid), (16, CredentialFormat.MediaType)) },
        { "alg 0", Forge.Map((1, 0), (4, s_kid), (16, CredentialFormat.MediaType)) },
        { "alg null", Forge.Map((1, null), (4, s_kid), (16, CredentialFormat.MediaType)) },
        { "alg missing", Forge.Map((4, s_kid), (16, CredentialFormat.MediaType)) },
        { "alg twice", Forge.Map((1, -7), (1, -7), (4, s_kid), (16, CredentialFormat.MediaType)) },
        { "kid missing", Forge.Map((1, -7), (16, CredentialFormat.MediaType)) },
        { "kid empty", Forge.Map((1, -7), (4, Array.Empty<byte>()), (16, CredentialFormat.MediaType)) },
        { "kid short", Forge.Map((1, -7), (4, s_kid[..7]), (16, CredentialFormat.MediaType)) },
        { "kid long", Forge.Map((1, -7), (4, (byte[])[.. s_kid, 0]), (16, CredentialFormat.MediaType)) },
        { "kid as text", Forge.Map((1, -7), (4, Sample.PublicKey.Id.ToString()), (16, CredentialFormat.MediaType)) },
        { "typ missing", Forge.Map((1, -7), (4, s_kid)) },
        { "typ of a status list", Forge.Map((1, -7), (4, s_kid), (16, "application/statuslist+cwt")) },
        { "typ in capitals", Forge.Map((1, -7), (4, s_kid), (16, "APPLICATION/SDC+CWT")) },
        { "typ as a number", Forge.Map((1, -7), (4, s_kid), (16, 61)) },
        { "an extra entry", Forge.Map((1, -7), (3, 0), (4, s_kid), (16, CredentialFormat.MediaType)) },
        { "a critical entry", Forge.Map((1, -7), (2, "x"), (4, s_kid), (16, CredentialFormat.MediaType)) },
        { "a key address", Forge.Map((1, -7), (4, s_kid), (16, CredentialFormat.MediaType), (35, "https://attacker.example/key")) },
        { "another order", Forge.Map((4, s_kid), (1, -7), (16, CredentialFormat.MediaType)) },
        { "empty map", Forge.Map() },
        { "empty bytes", [] },
        { "bytes after the map", [.. Forge.Header, 0] },
        { "not a map", [0x80] },
    };

    [Fact]
    public void The_forge_makes_what_the_product_makes() => Assert.Null(Sample.Authenticate(Forge.Text()).Reason);

    [Theory]
    [MemberData(nameof(WrongHeaders))]
    public void Another_protected_header_is_malformed(string what, byte[] header)
    {
        _ = what;
        Assert.Equal(new Authentication(null, null, Reasons.Malformed), Sample.Authenticate(Forge.Text(header)));
    }

    [Fact]
    public void Anything_in_the_unprotected_header_is_malformed()
    {
        Assert.Equal(Reasons.Malformed, Sample.Authenticate(Forge.Text(unprotected: Forge.Map((1, -7)))).Reason);
        Assert.Equal(Reasons.Malformed, Sample.Authenticate(Forge.Text(unprotected: Forge.Map((4, s_kid)))).Reason);
        Assert.Equal(Reasons.Malformed, Sample.Authenticate(Forge.Text(
            header: Forge.Map((4, s_kid), (16, CredentialFormat.MediaType)), unprotected: Forge.Map((1, -7)))).Reason);
        Assert.Equal(Reasons.Malformed, Sample.Authenticate(Forge.Text(unprotected: [0x80])).Reason);
    }

    [Theory]
    [InlineData(61, 17)]
    [InlineData(61, 98)]
    [InlineData(18, 61)]
    [InlineData(60, 18)]
    public void Other_tags_are_malformed(ulong outer, ulong inner) =>
        Assert.Equal(Reasons.Malformed, Sample.Authenticate(Forge.Text(outer: outer, inner: inner)).Reason);

    [Fact]
    public void A_missing_tag_and_a_byte_too_many_are_malformed()
    {
        var message = Forge.Message(Forge.Text());
        Assert.Null(Sample.Authenticate(Forge.Pack(message)).Reason);
        Assert.Equal(Reasons.Malformed, Sample.Authenticate(Forge.Pack(message.AsSpan(2))).Reason);
        Assert.Equal(Reasons.Malformed, Sample.Authenticate(Forge.Pack(message.AsSpan(3))).Reason);
        Assert.Equal(Reasons.Malformed, Sample.Authenticate(Forge.Pack([.. message, 0])).Reason);
    }
}
