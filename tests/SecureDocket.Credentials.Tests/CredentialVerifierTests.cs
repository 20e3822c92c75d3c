using System.Numerics;
using System.Security.Cryptography;
using Xunit;

namespace SecureDocket.Credentials.Tests;

public sealed class CredentialVerifierTests
{
    private static readonly string s_text = Sample.Seal(Sample.Credential);

    private static readonly BigInteger s_order = new(
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);

    public static TheoryData<string, byte[], byte[], bool> DegenerateSignatures
    {
        get
        {
            var good = Sample.Sign("x"u8);
            var (zero, order) = (new byte[32], Number(s_order));
            return new()
            {
                { "all zero", zero, zero, false },
                { "r is 0", zero, good[32..], false },
                { "s is 0", good[..32], zero, false },
                { "r is n", order, good[32..], false },
                { "s is n", good[..32], order, false },
                { "both are n", order, order, false },
                { "r is n + 1", Number(s_order + 1), good[32..], false },
                { "both are n - 1", Number(s_order - 1), Number(s_order - 1), false },
                { "both are 1", One(), One(), true },
                { "all ones", [.. Enumerable.Repeat((byte)0xFF, 32)], [.. Enumerable.Repeat((byte)0xFF, 32)], false },
            };
        }
    }

    [Fact]
    public void A_genuine_card_gives_its_claims()
    {
        var answer = Sample.Authenticate(s_text);
        Assert.Empty(answer.Reasons);
        Assert.Equal(Sample.PublicKey.Id, answer.KeyId);
        CredentialRoundTripTests.AssertSame(Sample.Credential, answer.Credential!);
    }

    [Theory]
    [InlineData(-1, Reasons.NotYetValid)]
    [InlineData(0, null)]
    public void It_holds_from_the_second_it_says(int seconds, string? reason) =>
        Assert.Equal(reason, At(Sample.Credential.NotBefore.AddSeconds(seconds)).Reasons.SingleOrDefault());

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, Reasons.Expired)]
    [InlineData(1, Reasons.Expired)]
    public void It_expires_at_the_second_it_says(int seconds, string? reason)
    {
        var answer = At(Sample.Credential.Expires.AddSeconds(seconds));
        Assert.Equal(reason, answer.Reasons.SingleOrDefault());
        Assert.NotNull(answer.Credential);
    }

    [Fact]
    public void A_tick_before_the_second_does_not_count()
    {
        Assert.Equal([Reasons.NotYetValid], At(Sample.Credential.NotBefore.AddTicks(-1)).Reasons);
        Assert.Empty(At(Sample.Credential.Expires.AddTicks(-1)).Reasons);
    }

    [Fact]
    public void A_key_that_is_not_pinned_is_unknown_and_named()
    {
        var answer = CredentialVerifier.Authenticate(s_text, new Trust(Sample.Issuer, []), Sample.IssuedAt);
        Assert.Equal(new Authentication(null, Sample.PublicKey.Id, ReasonList.Of(Reasons.UnknownKey)), answer);
    }

    [Theory]
    [InlineData("https://securedocket.example/")]
    [InlineData("https://SECUREDOCKET.example")]
    [InlineData("https://other.example")]
    public void Another_issuer_under_a_trusted_key_is_refused(string issuer) =>
        Assert.Equal([Reasons.UnknownIssuer], Sample.Authenticate(Sample.Seal(Sample.Credential with { Issuer = issuer })).Reasons);

    [Fact]
    public void Reasons_come_in_order()
    {
        var wrong = Sample.Credential with { Issuer = "https://other.example" };
        var late = Sample.Credential.Expires.AddDays(1);
        var stranger = new Trust(Sample.Issuer, []);

        // Each input has every fault from its own place on; only the first is told.
        Assert.Equal(Sample.Malformed(Reasons.BadBase45), CredentialVerifier.Authenticate("no credential", stranger, late).Reasons);
        Assert.Equal([Reasons.UnknownKey], CredentialVerifier.Authenticate(Forge.Text(payload: CredentialEncoder.EncodePayload(wrong), sign: _ => [.. Enumerable.Repeat((byte)1, 64)]), stranger, late).Reasons);
        Assert.Equal([Reasons.BadSignature], CredentialVerifier.Authenticate(Forge.Text(payload: CredentialEncoder.EncodePayload(wrong), sign: _ => [.. Enumerable.Repeat((byte)1, 64)]), Sample.Trust, late).Reasons);
        Assert.Equal([Reasons.UnknownIssuer], CredentialVerifier.Authenticate(Sample.Seal(wrong), Sample.Trust, late).Reasons);
        var never = Sample.Credential with { NotBefore = Sample.Credential.Expires.AddDays(2) };
        Assert.Equal([Reasons.NotYetValid], CredentialVerifier.Authenticate(Sample.Seal(never), Sample.Trust, late).Reasons);
        Assert.Equal([Reasons.Expired], CredentialVerifier.Authenticate(s_text, Sample.Trust, late).Reasons);
    }

    [Fact]
    public void Claims_are_not_shown_before_the_signature_holds()
    {
        var answer = Sample.Authenticate(Forge.Text(sign: data => Sample.Sign([.. data, 0])));
        Assert.Equal(new Authentication(null, Sample.PublicKey.Id, ReasonList.Of(Reasons.BadSignature)), answer);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(72)]
    public void A_signature_of_another_length_is_of_a_bad_length(int length) =>
        Assert.Equal(
            Sample.Malformed(Reasons.BadSignatureLength),
            Sample.Authenticate(Forge.Text(sign: data => [.. Sample.Sign(data).Concat(new byte[8]).Take(length)])).Reasons);

    [Theory]
    [MemberData(nameof(DegenerateSignatures))]
    public void A_degenerate_signature_is_refused(string what, byte[] r, byte[] s, bool inRange)
    {
        _ = what;
        Assert.Equal(
            inRange ? [Reasons.BadSignature] : [Reasons.BadSignature, Reasons.SignatureOutOfRange],
            Sample.Authenticate(Forge.Text(sign: _ => [.. r, .. s])).Reasons);
    }

    [Fact]
    public void A_signature_over_the_payload_alone_is_refused() =>
        Assert.Equal([Reasons.BadSignature], Sample.Authenticate(Forge.Text(sign: _ => Sample.Sign(Forge.Payload))).Reasons);

    [Fact]
    public void A_trusted_key_does_not_vouch_for_anothers_signature()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal([Reasons.BadSignature], Sample.Authenticate(Forge.Text(
            sign: data => Es256Signature.WithLowS(other.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)))).Reasons);
    }

    [Fact]
    public void A_point_off_the_curve_is_no_key() =>
        Assert.ThrowsAny<CryptographicException>(() => new VerificationKey(new byte[32], One()));

    [Fact]
    public void A_key_of_another_curve_cannot_be_pinned()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var point = p384.ExportParameters(includePrivateParameters: false).Q;
        Assert.ThrowsAny<CryptographicException>(() => new VerificationKey(point.X, point.Y));
        Assert.ThrowsAny<CryptographicException>(() => new VerificationKey(point.X.AsSpan(16), point.Y.AsSpan(16)));
    }

    private static byte[] Number(BigInteger number) => number.ToByteArray(isUnsigned: true, isBigEndian: true);

    private static byte[] One() => [.. new byte[31], 1];

    private static Authentication At(DateTimeOffset now) => CredentialVerifier.Authenticate(s_text, Sample.Trust, now);
}
