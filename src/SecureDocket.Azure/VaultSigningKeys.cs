using System.Collections.Concurrent;
using Azure.Security.KeyVault.Keys;
using Azure.Security.KeyVault.Keys.Cryptography;
using SecureDocket.Credentials;
using SecureDocket.Keys;

namespace SecureDocket.Azure;

/// <summary>The signing keys in Azure Key Vault. Private parts never leave it; verification happens here, with public parts.</summary>
/// <param name="client">The vault.</param>
/// <param name="keyName">The key's name, e.g. <c>card-signing</c>.</param>
public sealed class VaultSigningKeys(KeyClient client, string keyName) : ISigningKeys
{
    // Far more than a key gets in its life with yearly rotation; a bound all the same.
    private const int VersionLimit = 200;

    private readonly ConcurrentDictionary<string, CryptographyClient> _signers = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public Task<IReadOnlyList<SigningKey>> ListAsync(CancellationToken cancellationToken) => Faults.MapAsync("keys", async () =>
    {
        List<KeyProperties> versions = [];
        await foreach (var properties in client.GetPropertiesOfKeyVersionsAsync(keyName, cancellationToken))
        {
            if (properties.Enabled == true && versions.Count < VersionLimit)
            {
                versions.Add(properties);
            }
        }

        List<SigningKey> keys = [];
        foreach (var properties in versions.OrderByDescending(version => version.CreatedOn))
        {
            var key = await client.GetKeyAsync(keyName, properties.Version, cancellationToken);
            keys.Add(new SigningKey(properties.Version, new VerificationKey(key.Value.Key.X, key.Value.Key.Y))
            {
                SignsFrom = properties.NotBefore,
                SignsUntil = properties.ExpiresOn,
            });
        }

        return (IReadOnlyList<SigningKey>)keys;
    }, cancellationToken);

    /// <inheritdoc />
    public Task<byte[]> SignAsync(string version, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken) => Faults.MapAsync("keys", async () =>
    {
        var signer = _signers.GetOrAdd(version, named => client.GetCryptographyClient(keyName, named));
        var result = await signer.SignAsync(SignatureAlgorithm.ES256, digest.ToArray(), cancellationToken);
        return result.Signature;
    }, cancellationToken);
}
