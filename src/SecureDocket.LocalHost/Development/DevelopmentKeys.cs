using System.Security.Cryptography;
using SecureDocket.Credentials;
using SecureDocket.Keys;

namespace SecureDocket.LocalHost.Development;

/// <summary>A card-signing key in a file, where there is no vault. Cards that it signs are for play.</summary>
internal sealed class DevelopmentKeys : ISigningKeys, IDisposable
{
    private const string Version = "development";

    private readonly ECDsa _key;
    private readonly SigningKey _public;

    /// <summary>Reads the key, or makes one on the first run.</summary>
    public DevelopmentKeys(string folder)
    {
        _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = LocalFiles.ReadOrCreate(Path.Combine(folder, "card-signing.pem"), _key.ExportPkcs8PrivateKeyPem);
        _key.ImportFromPem(pem);
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        _public = new(Version, new VerificationKey(point.X, point.Y));
    }

    public Task<IReadOnlyList<SigningKey>> ListAsync(CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? Task.FromCanceled<IReadOnlyList<SigningKey>>(cancellationToken)
        : Task.FromResult<IReadOnlyList<SigningKey>>([_public]);

    public async Task<byte[]> SignAsync(string version, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken)
    {
        // As strict as a vault, so that a card which names another key or digest fails here already.
        cancellationToken.ThrowIfCancellationRequested();
        if (version != Version || digest.Length != SHA256.HashSizeInBytes)
        {
            throw new ArgumentException("There is one version, and it signs SHA-256 digests.", nameof(version));
        }

        return await Task.FromResult(_key.SignHash(digest.Span, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    public void Dispose()
    {
        _public.Public.Dispose();
        _key.Dispose();
    }
}
