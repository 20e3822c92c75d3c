using System.Collections.Concurrent;
using System.Security.Cryptography;
using SecureDocket.Encryption;

namespace SecureDocket.Testing;

/// <summary>The vault's key in memory. All instances are the same vault, so that what one wrapped another unwraps; each counts its own calls.</summary>
public sealed class InMemoryShardKeyVault : IShardKeyVault
{
    private readonly ConcurrentQueue<string> _unwrapped = new();
    private readonly ConcurrentDictionary<string, bool> _lost = new(StringComparer.Ordinal);
    private int _wraps;
    private volatile bool _isStopped;

    /// <summary>The version that wraps; another one is another key.</summary>
    public string Version { get; set; } = "docket-shards/1";

    /// <summary>The number of keys wrapped.</summary>
    public int Wraps => _wraps;

    /// <summary>Every wrapped key that was unwrapped, in base64.</summary>
    public IReadOnlyCollection<string> Unwrapped => _unwrapped;

    /// <summary>Makes every call fail from now on.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>Ends what <see cref="Stop"/> began.</summary>
    public void Start() => _isStopped = false;

    /// <summary>Loses a version: nothing that it wrapped can be unwrapped.</summary>
    public void Lose(string version) => _lost[version] = true;

    /// <inheritdoc />
    public async Task<VaultWrapped> WrapAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        await GoAsync(cancellationToken);
        Interlocked.Increment(ref _wraps);
        var wrapped = new byte[12 + key.Length + 16];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, 12));
        using AesGcm cipher = new(KeyOf(Version), 16);
        cipher.Encrypt(wrapped.AsSpan(0, 12), key.Span, wrapped.AsSpan(12, key.Length), wrapped.AsSpan(12 + key.Length));
        return new(Version, wrapped);
    }

    /// <inheritdoc />
    public async Task<byte[]?> UnwrapAsync(VaultWrapped wrapped, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        await GoAsync(cancellationToken);
        _unwrapped.Enqueue(Convert.ToBase64String(wrapped.Bytes));
        if (_lost.ContainsKey(wrapped.Version) || wrapped.Bytes.Length < 28)
            return null;

        var key = new byte[wrapped.Bytes.Length - 28];
        using AesGcm cipher = new(KeyOf(wrapped.Version), 16);
        try
        {
            cipher.Decrypt(wrapped.Bytes.AsSpan(0, 12), wrapped.Bytes.AsSpan(12, key.Length), wrapped.Bytes.AsSpan(12 + key.Length), key);
            return key;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] KeyOf(string version) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes("the vault of the tests " + version));

    private async Task GoAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (_isStopped)
            throw new DependencyUnavailableException("docket-keys");
    }
}
