using System.Globalization;
using System.Security.Cryptography;
using SecureDocket.Credentials;
using SecureDocket.Keys;

namespace SecureDocket.Tests.Keys;

/// <summary>A vault that counts its reads and can be away.</summary>
internal sealed class FakeSigningKeys : ISigningKeys, IDisposable
{
    private readonly List<SigningKey> _keys = [];
    private int _reads;

    public FakeSigningKeys() => Add();

    public int Reads => _reads;

    public bool IsAway { get; set; }

    /// <summary>Rotates: the new version comes first.</summary>
    public SigningKey Add(DateTimeOffset? signsFrom = null, DateTimeOffset? signsUntil = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var added = new SigningKey((_keys.Count + 1).ToString(CultureInfo.InvariantCulture), new VerificationKey(point.X, point.Y))
        {
            SignsFrom = signsFrom,
            SignsUntil = signsUntil,
        };
        _keys.Insert(0, added);
        return added;
    }

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
