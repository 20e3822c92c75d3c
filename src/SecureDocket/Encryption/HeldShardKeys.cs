using System.Globalization;
using System.Security.Cryptography;

namespace SecureDocket.Encryption;

/// <summary>The key that wraps shard keys, held by the process itself in place of a vault. For development only: whoever has the text of it opens every docket.</summary>
public sealed class HeldShardKeys : IShardKeyVault
{
    /// <summary>The name of the key, the same as in a vault.</summary>
    public const string Name = "docket-shards";

    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[][] _versions;

    private HeldShardKeys(byte[][] versions) => _versions = versions;

    /// <summary>Reads the versions of the key.</summary>
    /// <param name="text">Each version's 32 bytes in Base64, the oldest first, between them white space.</param>
    /// <returns>The key; null if the text is not of this form.</returns>
    public static HeldShardKeys? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<byte[]> versions = [];
        foreach (var part in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var key = new byte[KeySize + 1];
            if (!Convert.TryFromBase64String(part, key, out var length) || length != KeySize)
            {
                return null;
            }

            versions.Add(key[..KeySize]);
        }

        return versions.Count == 0 ? null : new([.. versions]);
    }

    /// <summary>A version's name.</summary>
    /// <param name="number">Which version, from 1.</param>
    public static string VersionOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{Name}/{number}");

    /// <inheritdoc />
    public Task<VaultWrapped> WrapAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<VaultWrapped>(cancellationToken)
            : key.Length != KeySize ? throw new ArgumentException($"A shard key has {KeySize} bytes.", nameof(key))
            : Task.FromResult(Wrap(key.Span));

    /// <inheritdoc />
    public Task<byte[]?> UnwrapAsync(VaultWrapped wrapped, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        return cancellationToken.IsCancellationRequested ? Task.FromCanceled<byte[]?>(cancellationToken) : Task.FromResult(Unwrap(wrapped));
    }

    private VaultWrapped Wrap(ReadOnlySpan<byte> key)
    {
        var bytes = new byte[NonceSize + KeySize + TagSize];
        RandomNumberGenerator.Fill(bytes.AsSpan(..NonceSize));
        using AesGcm cipher = new(_versions[^1], TagSize);
        cipher.Encrypt(bytes.AsSpan(..NonceSize), key, bytes.AsSpan(NonceSize, KeySize), bytes.AsSpan(NonceSize + KeySize));
        return new(VersionOf(_versions.Length), bytes);
    }

    private byte[]? Unwrap(VaultWrapped wrapped)
    {
        var bytes = wrapped.Bytes;
        var index = Enumerable.Range(0, _versions.Length).FirstOrDefault(each => VersionOf(each + 1) == wrapped.Version, -1);
        if (index < 0 || bytes.Length != NonceSize + KeySize + TagSize)
        {
            return null;
        }

        var key = new byte[KeySize];
        using AesGcm cipher = new(_versions[index], TagSize);
        try
        {
            cipher.Decrypt(bytes.AsSpan(..NonceSize), bytes.AsSpan(NonceSize, KeySize), bytes.AsSpan(NonceSize + KeySize), key);
            return key;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
