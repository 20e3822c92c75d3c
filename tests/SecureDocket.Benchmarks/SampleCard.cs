using System.Security.Cryptography;
using SecureDocket.Credentials;

namespace SecureDocket.Benchmarks;

/// <summary>A card like the pilot's, its key, and a verifier that trusts it and has its status list.</summary>
internal sealed class SampleCard : IDisposable
{
    private const string Issuer = "https://securedocket.example";

    private const string List = $"{Issuer}/api/v1/status-lists/1";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly VerificationKey _public;

    public SampleCard()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        _public = new VerificationKey(point.X, point.Y);
        var payload = CredentialEncoder.EncodePayload(Claims);
        Signed = CredentialEncoder.ToBeSigned(_public.Id, payload);
        Signature = Sign(Signed);
        Text = CredentialEncoder.Seal(_public.Id, payload, Signature);
        Trust = new Trust(Issuer, [_public], [TokenOf(StatusList.ForCards())]);
    }

    /// <summary>The verifier's clock.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The text of the QR code.</summary>
    public string Text { get; }

    /// <summary>The Sig_structure, which is what the signature is over.</summary>
    public byte[] Signed { get; }

    /// <summary>r‖s.</summary>
    public byte[] Signature { get; }

    public Trust Trust { get; }

    private static Credential Claims { get; } = new()
    {
        Issuer = Issuer,
        CardNumber = "7K2M9QX4T0B5",
        IssuedAt = Now.AddDays(-30),
        NotBefore = Now.AddDays(-30),
        Expires = Now.AddDays(335),
        Status = new StatusReference(List, 4711),
        Identity = new Identity
        {
            Id = "1",
            FullName = "Ana Lucía Pérez",
            BirthDate = "19870314",
            Nationality = "GTM",
            CountryOfIssuance = "USA",
            PhotoHash = SHA256.HashData("photo"u8),
            DocketKey = SHA256.HashData("docket"u8).AsMemory(0, 16),
        },
    };

    /// <summary>What verifying costs at least: the signature alone.</summary>
    public bool VerifySignature() =>
        _key.VerifyData(Signed, Signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>Claims, compresses and signs a status list.</summary>
    public byte[] Publish(StatusList list)
    {
        var payload = TokenOf(list).EncodePayload();
        return StatusListToken.Seal(_public.Id, payload, Sign(StatusListToken.ToBeSigned(_public.Id, payload)));
    }

    public void Dispose()
    {
        _public.Dispose();
        _key.Dispose();
    }

    private static StatusListToken TokenOf(StatusList list) => new(List, Now, Now.AddDays(1), TimeSpan.FromMinutes(1), list);

    private byte[] Sign(ReadOnlySpan<byte> data) =>
        _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
}
