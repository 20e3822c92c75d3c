using System.Collections.Frozen;
using System.Security.Cryptography;

namespace SecureDocket.Credentials;

/// <summary>What a key may sign. A signature by a key of another use proves nothing.</summary>
public enum KeyUse
{
    /// <summary>Cards.</summary>
    Cards,

    /// <summary>Status lists and verifier packs.</summary>
    Lists,

    /// <summary>Nothing but endorsements of other keys: the root of trust, whose private part is kept offline.</summary>
    Anchor,
}

/// <summary>A public key of the issuer: EC P-256, used with ES256 and nothing else.</summary>
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

    /// <summary>A key under an id that is not its own: nobody can make two keys collide on 8 bytes in a test's time.</summary>
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

    /// <summary>What it may sign.</summary>
    public KeyUse Use { get; init; }

    /// <summary>From when it signs; a card issued before then is not its work. Null when it always has.</summary>
    public DateTimeOffset? SignsFrom { get; init; }

    /// <summary>From when it no longer signs; what it signed before holds. Null for never.</summary>
    public DateTimeOffset? SignsUntil { get; init; }

    /// <summary>When the issuer withdrew it, because somebody else may have it: nothing that it ever signed holds. Null while in force.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>The key's id.</summary>
    public KeyId Id { get; }

    /// <summary>The x coordinate, 32 bytes.</summary>
    public ReadOnlyMemory<byte> X { get; }

    /// <summary>The y coordinate, 32 bytes.</summary>
    public ReadOnlyMemory<byte> Y { get; }

    /// <summary>The RFC 7638 thumbprint, base64url: what to compare with the issuer by another way before pinning the key.</summary>
    public string Thumbprint => KeyId.ThumbprintOf(X.Span, Y.Span);

    /// <summary>Whether it signs at <paramref name="moment"/>: not withdrawn, its time come and not gone.</summary>
    public bool SignsAt(DateTimeOffset moment) => WithdrawnAt is null && Covers(moment);

    /// <summary>Whether <paramref name="issuedAt"/> is in its period: what says that it was issued at another time is not its work.</summary>
    public bool Covers(DateTimeOffset issuedAt) => !(issuedAt < SignsFrom) && !(issuedAt >= SignsUntil);

    /// <summary>Whether <paramref name="signature"/> (r‖s) is this key's over <paramref name="data"/>.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == CredentialFormat.SignatureLength
        && _ecdsa.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <inheritdoc />
    public void Dispose() => _ecdsa.Dispose();
}

/// <summary>Whom a verifier believes: one issuer and its keys, pinned. Nothing in a credential can widen it.</summary>
public sealed class Trust
{
    private readonly FrozenDictionary<KeyId, VerificationKey[]> _keys;

    private readonly FrozenDictionary<string, StatusListToken> _lists;

    /// <summary>Pins an issuer and its keys; several keys may share an id, which is only 8 bytes long.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="lists">Its status lists, verified; none where status is looked up elsewhere.</param>
    /// <param name="maximumStatusAge">How old a status may be to rest a verdict on it; null for as long as its list holds.</param>
    /// <param name="asOf">When all this was put together: a clock before then is wrong. Null when unknown.</param>
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

    /// <summary>The issuer that a credential must name, compared byte for byte.</summary>
    public string Issuer { get; }

    /// <summary>How old a status may be to rest a verdict on it; null for as long as its list holds.</summary>
    public TimeSpan? MaximumStatusAge { get; }

    /// <summary>When this was put together: a clock before then is wrong. Null when unknown.</summary>
    public DateTimeOffset? AsOf { get; }

    /// <summary>The status list at an address; null when this verifier has none.</summary>
    public StatusListToken? ListAt(string uri) => _lists.GetValueOrDefault(uri);

    /// <summary>Every pinned key with this id; empty when there is none.</summary>
    public IReadOnlyList<VerificationKey> KeysFor(KeyId id) => _keys.TryGetValue(id, out var keys) ? keys : [];
}
