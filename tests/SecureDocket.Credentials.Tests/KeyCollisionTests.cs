using System.Security.Cryptography;
using Xunit;

namespace SecureDocket.Credentials.Tests;

/// <summary>A key id has 8 bytes only, so that two keys may share one: both are tried.</summary>
public sealed class KeyCollisionTests
{
    [Fact]
    public void Keys_that_share_an_id_are_each_tried()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = other.ExportParameters(includePrivateParameters: false).Q;
        using var twin = new VerificationKey(point.X, point.Y, Sample.PublicKey.Id);
        foreach (var keys in (VerificationKey[][])[[twin, Sample.PublicKey], [Sample.PublicKey, twin]])
        {
            var trust = new Trust(Sample.Issuer, keys);
            Assert.Empty(CredentialVerifier.Authenticate(Sample.Seal(Sample.Credential), trust, Sample.IssuedAt).Reasons);
            Assert.Empty(CredentialVerifier.Authenticate(Forge.Text(sign: SignAsTwin), trust, Sample.IssuedAt).Reasons);
            Assert.Equal([Reasons.BadSignature], CredentialVerifier.Authenticate(Forge.Text(sign: _ => [.. Enumerable.Repeat((byte)1, 64)]), trust, Sample.IssuedAt).Reasons);
        }

        byte[] SignAsTwin(byte[] data) => Es256Signature.WithLowS(other.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }
}
