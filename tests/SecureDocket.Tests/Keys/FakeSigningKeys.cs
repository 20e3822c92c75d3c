using System.Globalization;
using System.Security.Cryptography;
using SecureDocket.Credentials;
using SecureDocket.Signing;

namespace SecureDocket.Tests.Keys;

/// <summary>A vault that counts its reads and signatures, and can be away.</summary>
internal sealed class FakeSigningKeys : ISigningKeys, IDisposable
{
    private static readonly DateTimeOffset s_epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<SigningKey> _keys = [];
    private readonly Dictionary<string, ECDsa> _privates = [];
    private int _made;
    private int _reads;

    public FakeSigningKeys()
    {
        Add();
        Add(use: KeyUse.Lists);
    }

    public int Reads => _reads;

    public bool IsAway { get; set; }

    /// <summary>The versions that signed, one entry for each signature.</summary>
    public List<string> Signed { get; } = [];

    /// <summary>How many signatures it makes before it fails.</summary>
    public int SignsUntil { get; set; } = int.MaxValue;

    /// <summary>Rotates: the new version comes first.</summary>
    public SigningKey Add(DateTimeOffset? signsFrom = null, DateTimeOffset? signsUntil = null, string? site = null, KeyUse use = KeyUse.Cards)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var verification = new VerificationKey(point.X, point.Y) { Use = use, SignsFrom = signsFrom, SignsUntil = signsUntil };
        var added = new SigningKey((++_made).ToString(CultureInfo.InvariantCulture), verification, s_epoch.AddDays(_made)) { Site = site };
        _keys.Insert(0, added);
        _privates.Add(added.Version, key);
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

    public async Task<byte[]> SignAsync(string version, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (Signed.Count == SignsUntil)
        {
            throw new DependencyUnavailableException("keys");
        }

        Signed.Add(version);
        return _privates[version].SignHash(digest.Span, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>What a version signs where nobody counts.</summary>
    public byte[] Sign(string version, byte[] data) => _privates[version].SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public void Dispose()
    {
        _keys.ForEach(key => key.Public.Dispose());
        foreach (var key in _privates.Values)
        {
            key.Dispose();
        }
    }
}
