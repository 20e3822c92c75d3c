using System.Numerics;
using System.Security.Cryptography;
using Xunit;

namespace SecureDocket.Credentials.Tests;

public sealed class CredentialVerifierTests
{
    private static readonly string s_text = Sample.Seal(Sample.Credential);

    private static readonly BigInteger s_order = new(
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);

    public static TheoryData<string, byte[], byte[]> DegenerateSignatures
    {
        get
        {
            var good = Sample.Sign("x"u8);
            var (zero, order) = (new byte[32], s_order.ToByteArray(isUnsigned: true, isBigEndian: true));
            return new()
            {
                { "all zero", zero, zero },
                { "r is 0", zero, good[32..] },
                { "s is 0", good[..32], zero },
                { "r is n", order, good[32..] },
                { "s is n", good[..32], order },
                { "both are n", order, order },
                { "both are 1", One(), One() },
                { "all ones", [.. Enumerable.Repeat((byte)0xFF, 32)], [.. Enumerable.Repeat((byte)0xFF, 32)] },
            };
        }
    }

    [Fact]
    public void A_genuine_card_gives_its_claims()
    {
        var answer = Sample.Authenticate(s_text);
        Assert.Null(answer.Reason);
        Assert.Equal(Sample.PublicKey.Id, answer.KeyId);
        CredentialRoundTripTests.AssertSame(Sample.Credential, answer.Credential!);
    }

    [Theory]
    [InlineData(-1, Reasons.NotYetValid)]
    [InlineData(0, null)]
    public void It_holds_from_the_second_it_says(int seconds, string? reason) =>
        Assert.Equal(reason, At(Sample.Credential.NotBefore.AddSeconds(seconds)).Reason);

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, Reasons.Expired)]
    [InlineData(1, Reasons.Expired)]
    public void It_expires_at_the_second_it_says(int seconds, string? reason)
    {
        var answer = At(Sample.Credential.Expires.AddSeconds(seconds));
        Assert.Equal(reason, answer.Reason);
        Assert.NotNull(answer.Credential);
    }

    [Fact]
    public void A_tick_before_the_second_does_not_count()
    {
        Assert.Equal(Reasons.NotYetValid, At(Sample.Credential.NotBefore.AddTicks(-1)).Reason);
        Assert.Null(At(Sample.Credential.Expires.AddTicks(-1)).Reason);
    }

    [Fact]
    public void A_key_that_is_not_pinned_is_unknown_and_named()
    {
        var answer = CredentialVerifier.Authenticate(s_text, new Trust(Sample.Issuer, []), Sample.IssuedAt);
        Assert.Equal(new Authentication(null, Sample.PublicKey.Id, Reasons.UnknownKey), answer);
    }

    [Theory]
    [InlineData("https://securedocket.example/")]
    [InlineData("https://SECUREDOCKET.example")]
    [InlineData("https://other.example")]
    public void Another_issuer_under_a_trusted_key_is_refused(string issuer) =>
        Assert.Equal(Reasons.UnknownIssuer, Sample.Authenticate(Sample.Seal(Sample.Credential with { Issuer = issuer })).Reason);

    [Fact]
    public void Reasons_come_in_order()
    {
        var wrong = Sample.Credential with { Issuer = "https://other.example" };
        var late = Sample.Credential.Expires.AddDays(1);
        var stranger = new Trust(Sample.Issuer, []);

        // Each input has every fault from its own place on; only the first is told.
        Assert.Equal(Reasons.Malformed, CredentialVerifier.Authenticate("no credential", stranger, late).Reason);
        Assert.Equal(Reasons.UnknownKey, CredentialVerifier.Authenticate(Forge.Text(payload: CredentialEncoder.EncodePayload(wrong), sign: _ => new byte[64]), stranger, late).Reason);
        Assert.Equal(Reasons.BadSignature, CredentialVerifier.Authenticate(Forge.Text(payload: CredentialEncoder.EncodePayload(wrong), sign: _ => new byte[64]), Sample.Trust, late).Reason);
        Assert.Equal(Reasons.UnknownIssuer, CredentialVerifier.Authenticate(Sample.Seal(wrong), Sample.Trust, late).Reason);
        var never = Sample.Credential with { NotBefore = Sample.Credential.Expires.AddDays(2) };
        Assert.Equal(Reasons.NotYetValid, CredentialVerifier.Authenticate(Sample.Seal(never), Sample.Trust, late).Reason);
        Assert.Equal(Reasons.Expired, CredentialVerifier.Authenticate(s_text, Sample.Trust, late).Reason);
    }

    [Fact]
    public void Claims_are_not_shown_before_the_signature_holds()
    {
        var answer = Sample.Authenticate(Forge.Text(sign: data => Sample.Sign([.. data, 0])));
        Assert.Equal(new Authentication(null, Sample.PublicKey.Id, Reasons.BadSignature), answer);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(72)]
    public void A_signature_of_another_length_is_malformed(int length) =>
        Assert.Equal(Reasons.Malformed, Sample.Authenticate(Forge.Text(sign: data => [.. Sample.Sign(data).Concat(new byte[8]).Take(length)])).Reason);

    [Theory]
    [MemberData(nameof(DegenerateSignatures))]
    public void A_degenerate_signature_is_refused(string what, byte[] r, byte[] s)
    {
        _ = what;
        Assert.Equal(Reasons.BadSignature, Sample.Authenticate(Forge.Text(sign: _ => [.. r, .. s])).Reason);
    }

    [Fact]
    public void A_signature_over_the_payload_alone_is_refused() =>
        Assert.Equal(Reasons.BadSignature, Sample.Authenticate(Forge.Text(sign: _ => Sample.Sign(Forge.Payload))).Reason);

    [Fact]
    public void A_trusted_key_does_not_vouch_for_anothers_signature()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(Reasons.BadSignature, Sample.Authenticate(Forge.Text(
            sign: data => other.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))).Reason);
    }

    [Fact]
    public void A_point_off_the_curve_is_no_key() =>
        Assert.ThrowsAny<CryptographicException>(() => new VerificationKey(new byte[32], One()));

    private static byte[] One() => [.. new byte[31], 1];

    private static Authentication At(DateTimeOffset now) => CredentialVerifier.Authenticate(s_text, Sample.Trust, now);
}
