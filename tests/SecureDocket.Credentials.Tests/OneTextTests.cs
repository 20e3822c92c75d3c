using System.Numerics;
using System.Text;
using Xunit;

namespace SecureDocket.Credentials.Tests;

/// <summary>ECDSA verifies s and n - s alike; a credential has one text all the same.</summary>
public sealed class OneTextTests
{
    private static readonly BigInteger s_order = new(
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);

    [Fact]
    public void Of_two_texts_that_differ_in_s_alone_only_the_one_with_the_lower_is_a_card()
    {
        using var key = new VerificationKey(
            Convert.FromHexString("F56E2230BD090C6D752FEFD97B65008D8CB528FAA1F24EC2E4C7CF2EA9BAC455"),
            Convert.FromHexString("841A0D159867F97E24997598F6A3974AB992C9A253FF6DC8735A7B885E00431F"));
        var trust = new Trust(Sample.Issuer, [key]);
        var (high, low) = (Case("malleable-original"), Case("malleable-n-minus-s"));

        // The key made both signatures, as far as ECDSA goes.
        foreach (var message in (byte[][])[Forge.Message(high), Forge.Message(low)])
        {
            Assert.True(key.Verify(CoseSign1.SigStructure(message.AsSpan(6, 34), message.AsSpan(43, 253)), message.AsSpan(^64..)));
        }

        var at = DateTimeOffset.FromUnixTimeSeconds(0x6B0C0678);
        Assert.Empty(CredentialVerifier.Authenticate(low, trust, at).Reasons);
        var refused = CredentialVerifier.Authenticate(high, trust, at);
        Assert.Equal([Reasons.BadSignature, Reasons.SignatureOutOfRange], refused.Reasons);
        Assert.Null(refused.Credential);
    }

    [Fact]
    public void Whichever_s_the_key_gives_every_signed_form_has_the_lower()
    {
        var payload = CredentialEncoder.EncodePayload(Sample.Credential);
        var low = Sample.Sign(CredentialEncoder.ToBeSigned(Sample.PublicKey.Id, payload));
        var high = WithOtherS(low);
        var text = CredentialEncoder.Seal(Sample.PublicKey.Id, payload, high);
        Assert.Equal(CredentialEncoder.Seal(Sample.PublicKey.Id, payload, low), text);
        Assert.Equal(low, Forge.Message(text)[^64..]);
        Assert.Equal(low, StatusListToken.Seal(Sample.PublicKey.Id, payload, high)[^64..]);
        Assert.Equal(low, VerifierPack.Seal(Sample.PublicKey.Id, payload, high)[^64..]);
        Assert.Equal(StatusListJwt.Seal("input", low), StatusListJwt.Seal("input", high));
    }

    [Fact]
    public void A_low_s_of_few_bytes_keeps_its_zeros()
    {
        byte[] one = [.. Enumerable.Repeat((byte)7, 32), .. new byte[31], 1];
        Assert.Equal(one, Es256Signature.WithLowS(WithOtherS(one)));
        Assert.Equal(one, Es256Signature.WithLowS(one));
    }

    private static byte[] WithOtherS(byte[] signature)
    {
        var other = (s_order - new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. signature[..32], .. new byte[32 - other.Length], .. other];
    }

    private static string Case(string name) =>
        File.ReadAllText(Path.Combine(Vectors.Repository, "tests", "cases", "credentials", $"{name}.txt"), Encoding.ASCII).TrimEnd('\n');
}
