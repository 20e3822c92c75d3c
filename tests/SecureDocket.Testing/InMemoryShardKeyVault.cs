using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SecureDocket.Encryption;

namespace SecureDocket.Testing;

/// <summary>The vault's key that wraps shard keys, in memory: with versions, counts, outages and losses.</summary>
/// <remarks>Two with the same seed hold the same keys, so that each opens what the other wrapped, as two processes of one system do.</remarks>
public sealed class InMemoryShardKeyVault : IShardKeyVault
{
    /// <summary>The seed of hosts that a test gives no vault: whichever of them stands in for another process can read what that one wrote.</summary>
    public const int SharedSeed = 1;

    private const string Name = "docket-shards";
    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly Lock _gate = new();
    private readonly int? _seed;
    private readonly Dictionary<string, byte[]> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _wraps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _unwraps = new(StringComparer.Ordinal);
    private int _versions;
    private bool _isStopped;

    /// <summary>A vault with one version of its key.</summary>
    /// <param name="seed">What keys and wrapped bytes are derived from; null for random ones.</param>
    public InMemoryShardKeyVault(int? seed = SharedSeed)
    {
        _seed = seed;
        Rotate();
    }

    /// <summary>The version that wraps.</summary>
    public string Newest
    {
        get
        {
            lock (_gate)
                return VersionOf(_versions);
        }
    }

    /// <summary>How many calls have reached the vault, refused ones included.</summary>
    public int Calls { get; private set; }

    /// <summary>How often a version has wrapped.</summary>
    public int Wraps(string version) => Read(_wraps, version);

    /// <summary>How often a version was asked to unwrap.</summary>
    public int Unwraps(string version) => Read(_unwraps, version);

    /// <summary>Adds a version, which wraps from now on.</summary>
    /// <returns>The new version.</returns>
    public string Rotate()
    {
        lock (_gate)
        {
            var version = VersionOf(++_versions);
            _keys[version] = _seed is null ? RandomNumberGenerator.GetBytes(KeySize) : Derived("key", version, [], KeySize);
            return version;
        }
    }

    /// <summary>A version is gone for good; if it was the newest, nothing is wrapped until the next rotation.</summary>
    public void Lose(string version)
    {
        lock (_gate)
            _keys.Remove(version);
    }

    /// <summary>From now on the vault is away.</summary>
    public void Stop()
    {
        lock (_gate)
            _isStopped = true;
    }

    /// <summary>The vault is back.</summary>
    public void Start()
    {
        lock (_gate)
            _isStopped = false;
    }

    /// <inheritdoc />
    public Task<VaultWrapped> WrapAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => Answer(() =>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeySize);
        var version = VersionOf(_versions);
        if (!_keys.TryGetValue(version, out var wrapping))
            throw new DependencyUnavailableException("docket-keys");

        Count(_wraps, version);
        byte[] nonce = _seed is null ? RandomNumberGenerator.GetBytes(NonceSize) : Derived("nonce", version, key.Span, NonceSize);
        var bytes = new byte[NonceSize + KeySize + TagSize];
        nonce.CopyTo(bytes, 0);
        using AesGcm cipher = new(wrapping, TagSize);
        cipher.Encrypt(nonce, key.Span, bytes.AsSpan(NonceSize, KeySize), bytes.AsSpan(NonceSize + KeySize));
        return new VaultWrapped(version, bytes);
    }, cancellationToken);

    /// <inheritdoc />
    public Task<byte[]?> UnwrapAsync(VaultWrapped wrapped, CancellationToken cancellationToken) => Answer(() =>
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        Count(_unwraps, wrapped.Version);
        if (wrapped.Bytes.Length != NonceSize + KeySize + TagSize || !_keys.TryGetValue(wrapped.Version, out var wrapping))
            return null;

        var key = new byte[KeySize];
        using AesGcm cipher = new(wrapping, TagSize);
        try
        {
            cipher.Decrypt(wrapped.Bytes.AsSpan(..NonceSize), wrapped.Bytes.AsSpan(NonceSize, KeySize), wrapped.Bytes.AsSpan(NonceSize + KeySize), key);
            return key;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }, cancellationToken);

    private static string VersionOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{Name}/{number}");

    private static void Count(Dictionary<string, int> counts, string version) => counts[version] = counts.GetValueOrDefault(version) + 1;

    private int Read(Dictionary<string, int> counts, string version)
    {
        lock (_gate)
            return counts.GetValueOrDefault(version);
    }

    private Task<T> Answer<T>(Func<T> call, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);

        lock (_gate)
        {
            Calls++;
            try
            {
                return _isStopped ? Task.FromException<T>(new DependencyUnavailableException("docket-keys")) : Task.FromResult(call());
            }
            catch (DependencyUnavailableException away)
            {
                return Task.FromException<T>(away);
            }
        }
    }

    // The same key wrapped twice gives the same bytes, which a real vault's never are; a run from a seed is to be repeatable.
    private byte[] Derived(string use, string version, ReadOnlySpan<byte> key, int length) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{use}|{_seed}|{version}|")), .. key])[..length];
}
