using System.Security.Cryptography;
using SecureDocket.Credentials;
using SecureDocket.Keys;

namespace SecureDocket.LocalHost.Development;

/// <summary>Signing keys in files, where there is no vault. Cards that they sign are for play.</summary>
internal sealed class DevelopmentKeys : ISigningKeys, IDisposable
{
    private readonly Dictionary<string, (ECDsa Key, SigningKey Public)> _keys = new(StringComparer.Ordinal);

    /// <summary>Reads the keys, or makes them on the first run.</summary>
    public DevelopmentKeys(string folder)
    {
        Add(folder, "card-signing", KeyUse.Cards);
        Add(folder, "list-signing", KeyUse.Lists);
    }

    public Task<IReadOnlyList<SigningKey>> ListAsync(CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? Task.FromCanceled<IReadOnlyList<SigningKey>>(cancellationToken)
        : Task.FromResult<IReadOnlyList<SigningKey>>([.. _keys.Values.Select(pair => pair.Public)]);

    public async Task<byte[]> SignAsync(string version, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken)
    {
        // As strict as a vault, so that a card which names another key or digest fails here already.
        cancellationToken.ThrowIfCancellationRequested();
        if (!_keys.TryGetValue(version, out var pair) || digest.Length != SHA256.HashSizeInBytes)
        {
            throw new ArgumentException($"There are the versions {string.Join(", ", _keys.Keys)}, and they sign SHA-256 digests.", nameof(version));
        }

        return await Task.FromResult(pair.Key.SignHash(digest.Span, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    public void Dispose()
    {
        foreach (var (key, verification) in _keys.Values)
        {
            verification.Public.Dispose();
            key.Dispose();
        }
    }

    private void Add(string folder, string name, KeyUse use)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        key.ImportFromPem(LocalFiles.ReadOrCreate(Path.Combine(folder, $"{name}.pem"), key.ExportPkcs8PrivateKeyPem));
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        _keys.Add(name, (key, new(name, new VerificationKey(point.X, point.Y) { Use = use }, DateTimeOffset.UnixEpoch)));
    }
}
