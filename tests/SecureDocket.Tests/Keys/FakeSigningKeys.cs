using System.Globalization;
using System.Security.Cryptography;
using SecureDocket.Credentials;
using SecureDocket.Keys;

namespace SecureDocket.Tests.Keys;

/// <summary>A vault that counts its reads and can be away.</summary>
internal sealed class FakeSigningKeys : ISigningKeys, IDisposable
{
    private static readonly DateTimeOffset s_epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<SigningKey> _keys = [];
    private int _made;
    private int _reads;

    public FakeSigningKeys()
    {
        Add();
        Add(use: KeyUse.Lists);
    }

    public int Reads => _reads;

    public bool IsAway { get; set; }

    /// <summary>Rotates: the new version comes first.</summary>
    public SigningKey Add(DateTimeOffset? signsFrom = null, DateTimeOffset? signsUntil = null, string? site = null, KeyUse use = KeyUse.Cards)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var verification = new VerificationKey(point.X, point.Y) { Use = use, SignsFrom = signsFrom, SignsUntil = signsUntil };
        var added = new SigningKey((++_made).ToString(CultureInfo.InvariantCulture), verification, s_epoch.AddDays(_made)) { Site = site };
        _keys.Insert(0, added);
        return added;
    }

    /// <summary>Shows a version as it is given.</summary>
    public void Show(SigningKey key) => _keys.Insert(0, key);

    /// <summary>Disables a version: the vault shows it no more.</summary>
    public void Disable(SigningKey key) => _keys.RemoveAll(known => known.Version == key.Version);

    public async Task<IReadOnlyList<SigningKey>> ListAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        await Task.Yield();
        return IsAway ? throw new DependencyUnavailableException("keys") : [.. _keys];
    }

    public Task<byte[]> SignAsync(string version, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public void Dispose() => _keys.ForEach(key => key.Public.Dispose());
}
