using System.Collections.Frozen;
using System.Security.Cryptography;

namespace SecureDocket.Credentials;

/// <summary>The use of a key. A signature by a key of another use proves nothing.</summary>
public enum KeyUse
{
    /// <summary>Cards.</summary>
    Cards,

    /// <summary>Status lists and verifier packs.</summary>
    Lists,

    /// <summary>Only endorsements of other keys: the root of trust, whose private key is kept offline.</summary>
    Anchor,
}

/// <summary>A public key of the issuer: EC P-256, used only with ES256.</summary>
public sealed class VerificationKey : IDisposable
{
    private readonly ECDsa _ecdsa;

    /// <summary>Pins a public key.</summary>
    /// <param name="x">The x coordinate, 32 bytes.</param>
    /// <param name="y">The y coordinate, 32 bytes.</param>
    /// <exception cref="CryptographicException">The point is not on P-256.</exception>
    public VerificationKey(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
        : this(x, y, KeyId.OfKey(x, y))
    {
    }

    /// <summary>Creates a key with an ID that is not its own, since a test cannot find two keys that collide on 8 bytes.</summary>
    internal VerificationKey(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, KeyId id)
    {
        X = x.ToArray();
        Y = y.ToArray();
        Id = id;
        _ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = x.ToArray(), Y = y.ToArray() },
        });
    }

    /// <summary>What the key may sign.</summary>
    public KeyUse Use { get; init; }

    /// <summary>The start of its signing period; a card issued earlier was not signed by it. Null if it has no start.</summary>
    public DateTimeOffset? SignsFrom { get; init; }

    /// <summary>The end of its signing period; signatures made before stay valid. Null if it has no end.</summary>
    public DateTimeOffset? SignsUntil { get; init; }

    /// <summary>When the issuer withdrew it because someone else may have it; nothing it ever signed is valid. Null while in force.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>The key's ID.</summary>
    public KeyId Id { get; }

    /// <summary>The x coordinate, 32 bytes.</summary>
    public ReadOnlyMemory<byte> X { get; }

    /// <summary>The y coordinate, 32 bytes.</summary>
    public ReadOnlyMemory<byte> Y { get; }

    /// <summary>The RFC 7638 thumbprint, base64url, to compare with the issuer through another channel before pinning the key.</summary>
    public string Thumbprint => KeyId.ThumbprintOf(X.Span, Y.Span);

    /// <summary>Whether it signs at <paramref name="moment"/>: it is not withdrawn and within its signing period.</summary>
    public bool SignsAt(DateTimeOffset moment) => WithdrawnAt is null && Covers(moment);

    /// <summary>Whether <paramref name="issuedAt"/> is in its signing period; anything issued at another time was not signed by it.</summary>
    public bool Covers(DateTimeOffset issuedAt) => !(issuedAt < SignsFrom) && !(issuedAt >= SignsUntil);

    /// <summary>Whether <paramref name="signature"/> (r‖s) is by this key over <paramref name="data"/>.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == CredentialFormat.SignatureLength
        && _ecdsa.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <inheritdoc />
    public void Dispose() => _ecdsa.Dispose();
}

/// <summary>A verifier's pinned trust: one issuer and its keys. Nothing in a credential can extend it.</summary>
public sealed class Trust
{
    private readonly FrozenDictionary<KeyId, VerificationKey[]> _keys;

    private readonly FrozenDictionary<string, StatusListToken> _lists;

    /// <summary>Pins an issuer and its keys; several keys may share an ID, which has only 8 bytes.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="lists">Its verified status lists; none if the status is checked elsewhere.</param>
    /// <param name="maximumStatusAge">The maximum age of a status for a verdict; null for as long as its list is valid.</param>
    /// <param name="asOf">When the trust was assembled; a clock before that is wrong. Null if unknown.</param>
    public Trust(
        string issuer,
        IEnumerable<VerificationKey> keys,
        IEnumerable<StatusListToken>? lists = null,
        TimeSpan? maximumStatusAge = null,
        DateTimeOffset? asOf = null)
    {
        Issuer = issuer;
        AsOf = asOf;
        MaximumStatusAge = maximumStatusAge;
        _lists = (lists ?? []).ToFrozenDictionary(list => list.Uri, StringComparer.Ordinal);
        _keys = keys.GroupBy(key => key.Id).ToFrozenDictionary(group => group.Key, group => group.ToArray());
    }

    /// <summary>The issuer that a credential must name, compared byte by byte.</summary>
    public string Issuer { get; }

    /// <summary>The maximum age of a status for a verdict; null for as long as its list is valid.</summary>
    public TimeSpan? MaximumStatusAge { get; }

    /// <summary>When the trust was assembled; a clock before that is wrong. Null if unknown.</summary>
    public DateTimeOffset? AsOf { get; }

    /// <summary>The status list with a URI; null if this verifier has none.</summary>
    public StatusListToken? ListAt(string uri) => _lists.GetValueOrDefault(uri);

    /// <summary>Every pinned key with this ID; empty if there is none.</summary>
    public IReadOnlyList<VerificationKey> KeysFor(KeyId id) => _keys.TryGetValue(id, out var keys) ? keys : [];
}
