using System.Collections.Concurrent;
using System.Diagnostics;
using Azure;
using Azure.Security.KeyVault.Keys;
using Azure.Security.KeyVault.Keys.Cryptography;
using SecureDocket.Credentials;
using SecureDocket.Signing;

namespace SecureDocket.Azure;

/// <summary>A key in the vault.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Use">What it signs.</param>
/// <param name="Site">The only site whose cards it signs; null for other keys.</param>
public sealed record VaultKey(string Name, KeyUse Use, string? Site);

/// <summary>The signing keys in Azure Key Vault. Private keys never leave it; signatures are verified locally, with public keys.</summary>
/// <param name="client">The vault.</param>
/// <param name="keys">The signing keys in it.</param>
/// <param name="telemetry">Records the duration of signatures.</param>
public sealed class VaultSigningKeys(KeyClient client, IReadOnlyList<VaultKey> keys, Telemetry telemetry) : ISigningKeys
{
    // Far more versions than a key gets with yearly rotation.
    private const int VersionLimit = 200;

    private readonly ConcurrentDictionary<string, CryptographyClient> _signers = new(StringComparer.Ordinal);

    // A version's public key never changes, so it is requested once.
    private readonly ConcurrentDictionary<string, JsonWebKey> _publicParts = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public Task<IReadOnlyList<SigningKey>> ListAsync(CancellationToken cancellationToken) => AskAsync(async () =>
    {
        List<SigningKey> found = [];
        foreach (var key in keys)
        {
            List<KeyProperties> versions = [];
            await foreach (var properties in client.GetPropertiesOfKeyVersionsAsync(key.Name, cancellationToken))
            {
                if (properties.Enabled == true && versions.Count < VersionLimit)
                {
                    versions.Add(properties);
                }
            }

            foreach (var properties in versions)
            {
                found.Add(await ReadAsync(key, properties, cancellationToken));
            }
        }

        return (IReadOnlyList<SigningKey>)[.. found.OrderByDescending(key => key.CreatedAt)];
    }, cancellationToken);

    /// <inheritdoc />
    public Task<byte[]> SignAsync(string version, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        if (version.Split('/') is not [var name, var id])
        {
            throw new ArgumentException("A version must have the form key/version.", nameof(version));
        }

        var signer = _signers.GetOrAdd(version, _ => client.GetCryptographyClient(name, id));
        var begun = Stopwatch.GetTimestamp();
        var result = await signer.SignAsync(SignatureAlgorithm.ES256, digest.ToArray(), cancellationToken);

        // Only successes are timed: failures show elsewhere, and their duration would only show the timeout.
        telemetry.SignatureMade(keys.FirstOrDefault(key => key.Name == name)?.Use ?? KeyUse.Cards, Stopwatch.GetElapsedTime(begun));
        return result.Signature;
    }, cancellationToken);

    // A key that is disabled, deleted or not accessible is treated as unavailable: other keys may sign, and verification needs none.
    private static Task<T> AskAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken) => Faults.MapAsync("keys", async () =>
    {
        try
        {
            return await call();
        }
        catch (RequestFailedException refusal) when (refusal.Status is 401 or 403 or 404)
        {
            throw new DependencyUnavailableException("keys", refusal);
        }
    }, cancellationToken);

    private async Task<SigningKey> ReadAsync(VaultKey key, KeyProperties properties, CancellationToken cancellationToken)
    {
        var version = $"{key.Name}/{properties.Version}";
        if (!_publicParts.TryGetValue(version, out var part))
        {
            part = _publicParts[version] = (await client.GetKeyAsync(key.Name, properties.Version, cancellationToken)).Value.Key;
        }

        var verification = new VerificationKey(part.X, part.Y) { Use = key.Use, SignsFrom = properties.NotBefore, SignsUntil = properties.ExpiresOn };
        return new(version, verification, properties.CreatedOn ?? DateTimeOffset.UnixEpoch) { Site = key.Site };
    }
}
