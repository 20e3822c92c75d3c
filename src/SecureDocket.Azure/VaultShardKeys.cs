using System.Collections.Concurrent;
using System.Security.Cryptography;
using Azure;
using Azure.Security.KeyVault.Keys;
using Azure.Security.KeyVault.Keys.Cryptography;
using SecureDocket.Encryption;

namespace SecureDocket.Azure;

/// <summary>The key in Azure Key Vault that wraps shard keys, with RSA-OAEP-256. Its private part never leaves the vault.</summary>
/// <param name="client">The vault, as the only identity that may use the key.</param>
/// <param name="keyName">The name of the key.</param>
public sealed class VaultShardKeys(KeyClient client, string keyName) : IShardKeyVault
{
    private const int KeySize = 32;

    private readonly ConcurrentDictionary<string, CryptographyClient> _versions = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public Task<VaultWrapped> WrapAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => key.Length != KeySize
        ? throw new ArgumentException($"A shard key has {KeySize} bytes.", nameof(key))
        : AskAsync(async () =>
        {
            // A client remembers the version that was the newest at its first use, so each key takes a client of its own.
            var plain = key.ToArray();
            try
            {
                var wrapped = await client.GetCryptographyClient(keyName).WrapKeyAsync(KeyWrapAlgorithm.RsaOaep256, plain, cancellationToken);
                return new VaultWrapped($"{keyName}/{new Uri(wrapped.KeyId).Segments[^1]}", wrapped.EncryptedKey);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(plain);
            }
        }, cancellationToken);

    /// <inheritdoc />
    public Task<byte[]?> UnwrapAsync(VaultWrapped wrapped, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        return wrapped.Version.Split('/') is [var name, var id] && IsName(name) && IsName(id)
            ? AskAsync(async () =>
            {
                var version = _versions.GetOrAdd(wrapped.Version, _ => client.GetCryptographyClient(name, id));
                try
                {
                    var key = (await version.UnwrapKeyAsync(KeyWrapAlgorithm.RsaOaep256, wrapped.Bytes, cancellationToken)).Key;
                    return key.Length == KeySize ? key : null;
                }
                catch (RequestFailedException refusal) when (IsLoss(refusal))
                {
                    return null;
                }
            }, cancellationToken)
            : Task.FromResult<byte[]?>(null);
    }

    // The codes are checked because anything between here and the vault may answer with such a status, and a loss is final.
    private static bool IsLoss(RequestFailedException refusal) => (refusal.Status, refusal.ErrorCode) is (404, "KeyNotFound") or (400, "BadParameter");

    // Nothing else may come into the address.
    private static bool IsName(string text) => text.Length is > 0 and <= 127 && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');

    // Whatever else the vault refuses, it may grant again later. The clients refuse a version that is not yet, or no longer, in force.
    private static Task<T> AskAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken) => Faults.MapAsync("docket-keys", async () =>
    {
        try
        {
            return await call();
        }
        catch (Exception refusal) when (refusal is RequestFailedException { Status: >= 400 and < 500 and not (408 or 429) } or InvalidOperationException)
        {
            throw new DependencyUnavailableException("docket-keys", refusal);
        }
    }, cancellationToken);
}
