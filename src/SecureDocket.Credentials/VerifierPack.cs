using System.Text;
using SecureDocket.Credentials.Codecs;
using static SecureDocket.Credentials.CredentialFormat;

namespace SecureDocket.Credentials;

/// <summary>Everything that a verifier without a network believes, in one signed bundle: keys, status lists, and how old a status may be for whom.</summary>
/// <param name="Issuer">Claim 1, <c>iss</c>: whose cards these keys sign.</param>
/// <param name="IssuedAt">Claim 6, <c>iat</c>: a verifier's clock before it is wrong.</param>
/// <param name="Version">Grows with every pack; a verifier never goes back to a lower one.</param>
/// <param name="Keys">The anchor, and every key that a card, a list or an endorsement in the field may name, withdrawn ones marked as such.</param>
/// <param name="Chain">The <see cref="Endorsement"/>s that lead from the anchor to the other keys, each after those that it rests on.</param>
/// <param name="Lists">The status lists, as they are served: each signed for itself.</param>
/// <param name="MaximumStatusAges">How old a status may be to rest a verdict on it, by audience.</param>
public sealed record VerifierPack(
    string Issuer,
    DateTimeOffset IssuedAt,
    long Version,
    IReadOnlyList<VerificationKey> Keys,
    IReadOnlyList<ReadOnlyMemory<byte>> Chain,
    IReadOnlyList<ReadOnlyMemory<byte>> Lists,
    IReadOnlyDictionary<string, TimeSpan> MaximumStatusAges)
{
    /// <summary>The media type, and the protected header's <c>typ</c>.</summary>
    public const string MediaType = "application/sdc-pack+cwt";

    /// <summary>The most bytes of a pack that a reader looks at.</summary>
    public const int MaximumLength = 20 * 1024 * 1024;

    /// <summary>The reason against a pack that is older than the one in hand.</summary>
    public const string OlderPack = "older-pack";

    /// <summary>The reason against a pack with a key that is not EC P-256 for ES256.</summary>
    public const string UnsupportedKey = "unsupported-key";

    /// <summary>The reason against a pack to whose signer no endorsement leads from the anchor that this verifier believes.</summary>
    public const string UnendorsedKey = "unendorsed-key";

    private const int KeyLimit = 1000;
    private const int ChainLimit = 4000;
    private const int ListLimit = 64;
    private const int AudienceLimit = 16;
    private const int StringLimit = 512;

    // A day of one pack a second more than there are seconds.
    private const long VersionsAhead = 86_400;
    private const int IssuerClaim = 1;
    private const int IssuedAtClaim = 6;

    private List<StatusListToken> _tokens = [];
    private IReadOnlyList<VerificationKey> _believed = [];

    /// <summary>The key at the root, which endorses other keys and signs nothing else.</summary>
    public VerificationKey Anchor => Keys.Single(key => key.Use == KeyUse.Anchor);

    /// <summary>The claims as deterministic CBOR: the payload that is signed.</summary>
    public byte[] EncodePayload()
    {
        var cbor = new CborWriter().Map(7)
            .Int(IssuerClaim).Text(Issuer)
            .Int(IssuedAtClaim).Int(IssuedAt.ToUnixTimeSeconds())
            .Text("keys").Array(Keys.Count);
        foreach (var key in Keys)
        {
            PackedKey.Write(cbor, key);
        }

        Write(cbor.Text("chain"), Chain);
        Write(cbor.Text("lists"), Lists);

        cbor.Text("policy").Map(MaximumStatusAges.Count);
        foreach (var (audience, age) in MaximumStatusAges.OrderBy(pair => Encoding.UTF8.GetByteCount(pair.Key)).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            cbor.Text(audience).Int((long)age.TotalSeconds);
        }

        return cbor.Text("version").Int(Version).ToArray();
    }

    /// <summary>The bytes that the key signs.</summary>
    public static byte[] ToBeSigned(KeyId keyId, ReadOnlySpan<byte> payload) =>
        CoseSign1.SigStructure(CoseSign1.ProtectedHeader(keyId, MediaType), payload);

    /// <summary>Puts payload and signature together, under tag 18.</summary>
    public static byte[] Seal(KeyId keyId, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature) =>
        CoseSign1.Seal(StatusListTags, CoseSign1.ProtectedHeader(keyId, MediaType), payload, signature);

    /// <summary>The thumbprint of the key that signed the pack, when the pack is sound in itself; null when it is not.</summary>
    public static string? SignerOf(ReadOnlySpan<byte> bytes) => ReadSound(bytes, null, out _, out var signer) is null ? signer.Thumbprint : null;

    /// <summary>The thumbprint of the pack's anchor, when the pack is sound in itself; null when it is not.</summary>
    /// <remarks>It proves nothing until somebody has compared it with the issuer's, by another way than the pack came.</remarks>
    public static string? AnchorOf(ReadOnlySpan<byte> bytes) => ReadSound(bytes, null, out var pack, out _) is null ? pack.Anchor.Thumbprint : null;

    /// <summary>Reads the first pack of an issuer, whose anchor the caller knows by its thumbprint.</summary>
    /// <param name="bytes">The pack as fetched.</param>
    /// <param name="anchor">The RFC 7638 thumbprint of the anchor, base64url.</param>
    /// <param name="now">The reader's clock.</param>
    /// <returns>The pack, or the first reason against it: malformed, unsupported-key, unknown-key, bad-signature, wrong-key-use, key-withdrawn, outside-key-period, unendorsed-key, clock-behind, or what is against one of its lists.</returns>
    public static (VerifierPack? Pack, string? Reason) ReadFirst(ReadOnlySpan<byte> bytes, string anchor, DateTimeOffset now) =>
        Read(bytes, anchor, _ => null, now);

    /// <summary>Reads the pack that follows one in hand: of the same anchor and issuer, and no older.</summary>
    /// <remarks>Its signer may be new: the chain in the pack leads to it, however long this verifier has slept.</remarks>
    /// <param name="bytes">The pack as fetched.</param>
    /// <param name="inHand">The newest pack that this verifier has seen.</param>
    /// <param name="now">The reader's clock.</param>
    /// <returns>The pack, or the first reason against it, as <see cref="ReadFirst"/> gives, and after unendorsed-key also unknown-issuer, key-withdrawn for one that is not in it as withdrawn any more, and older-pack.</returns>
    public static (VerifierPack? Pack, string? Reason) ReadNext(ReadOnlySpan<byte> bytes, VerifierPack inHand, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(inHand);
        var (next, reason) = Read(bytes, inHand.Anchor.Thumbprint, inHand.ReasonAgainstNext, now);
        return next is not null && inHand._tokens.Any(known => next.TokenAt(known.Uri)?.Token.IssuedAt < known.IssuedAt) ? (null, OlderPack) : (next, reason);
    }

    /// <summary>Reads a pack that this verifier has accepted before and kept where nobody else writes, whatever the clock says by now.</summary>
    /// <returns>The pack; null when it is not sound in itself.</returns>
    /// <remarks>Never for a pack that has just been fetched: anybody can sign one with keys of his own.</remarks>
    public static VerifierPack? ReadStored(ReadOnlySpan<byte> bytes) => Read(bytes, null, _ => null, DateTimeOffset.MaxValue).Pack;

    /// <summary>Reads a pack that the issuer itself stored, whatever its age; null when it, or one of its lists, is no longer the issuer's word.</summary>
    internal static VerifierPack? ReadOwn(ReadOnlySpan<byte> bytes, Trust trust) =>
        // It believes its own register, and may have to publish before an anchor has endorsed its keys.
        ReadSigned(bytes, out var pack, out var signer) is null && ReasonAgainst(pack, signer, trust.KeysFor(signer.Id)) is null ? pack.WithTokens(trust).Pack : null;

    /// <summary>The list at an address, read and as it was signed; null when the pack has none.</summary>
    internal (StatusListToken Token, ReadOnlyMemory<byte> Bytes)? TokenAt(string uri)
    {
        for (var i = 0; i < _tokens.Count; i++)
        {
            if (_tokens[i].Uri == uri)
            {
                return (_tokens[i], Lists[i]);
            }
        }

        return null;
    }

    /// <summary>What a verifier for this audience believes.</summary>
    /// <param name="audience">One of <see cref="MaximumStatusAges"/>.</param>
    /// <exception cref="ArgumentException">The pack has no policy for such an audience.</exception>
    public Trust TrustFor(string audience) => MaximumStatusAges.TryGetValue(audience, out var age)
        ? new Trust(Issuer, _believed, _tokens, age, IssuedAt)
        : throw new ArgumentException($"The pack has no policy for '{audience}'; it has one for {string.Join(", ", MaximumStatusAges.Keys)}.", nameof(audience));

    private static void Write(CborWriter cbor, IReadOnlyList<ReadOnlyMemory<byte>> items)
    {
        cbor.Array(items.Count);
        foreach (var item in items)
        {
            cbor.Bytes(item.Span);
        }
    }

    /// <summary>Reads a pack of this anchor, or of any, against which <paramref name="reasonAgainst"/> has nothing to say.</summary>
    private static (VerifierPack? Pack, string? Reason) Read(ReadOnlySpan<byte> bytes, string? anchor, Func<VerifierPack, string?> reasonAgainst, DateTimeOffset now) =>
        (ReadSound(bytes, anchor, out var pack, out _) ?? reasonAgainst(pack)) is { } reason ? (null, reason)
        : now < pack.IssuedAt - ClockLeeway ? (null, Reasons.ClockBehind)
        : pack.WithTokens(new Trust(pack.Issuer, pack._believed));

    /// <summary>Reads what is signed by a key to which the pack's own chain leads from its own anchor: whoever accepts a pack can thus read it again from itself alone.</summary>
    /// <returns>Null when the pack is sound in itself; else the reason why not.</returns>
    private static string? ReadSound(ReadOnlySpan<byte> bytes, string? anchor, out VerifierPack pack, out VerificationKey signer)
    {
        if (ReadSigned(bytes, out pack, out signer) is { } fault)
        {
            return fault;
        }

        // Before its chain, which a stranger may have made long, and which is not worth following.
        if (anchor is not null && pack.Anchor.Thumbprint != anchor)
        {
            return UnendorsedKey;
        }

        if (KeyChain.Reach(pack.Issuer, pack.Keys, pack.Chain) is not { } endorsed)
        {
            return Reasons.Malformed;
        }

        // What is withdrawn needs no endorsement to be known as such.
        pack._believed = [.. pack.Keys.Where(key => key.WithdrawnAt is not null || endorsed.Contains(key))];
        return endorsed.Contains(signer) ? null : UnendorsedKey;
    }

    /// <summary>Reads what one of the pack's own keys signed.</summary>
    /// <returns>Null when it did; else the reason why not.</returns>
    private static string? ReadSigned(ReadOnlySpan<byte> bytes, out VerifierPack pack, out VerificationKey signer)
    {
        (pack, signer) = (null!, null!);
        if (bytes.Length > MaximumLength || !CoseSign1.TryRead(bytes, StatusListTags, MediaType, out var message))
        {
            return Reasons.Malformed;
        }

        if (TryReadClaims(message.Payload, out pack) is { } fault)
        {
            return fault;
        }

        var keyId = message.KeyId;
        var keys = pack.Keys.Where(key => key.Id == keyId).ToList();
        if (keys.Count == 0)
        {
            return Reasons.UnknownKey;
        }

        if (message.SignerAmong(keys) is not { } found)
        {
            return Reasons.BadSignature;
        }

        signer = found;
        return ReasonAgainst(pack, signer, pack.Keys);
    }

    /// <summary>What speaks against <paramref name="signer"/> as the signer of <paramref name="pack"/>, by what <paramref name="keys"/> say of it; null for nothing.</summary>
    private static string? ReasonAgainst(VerifierPack pack, VerificationKey signer, IReadOnlyList<VerificationKey> keys) =>
        keys.FirstOrDefault(key => key.Thumbprint == signer.Thumbprint) switch
        {
            null => Reasons.UnknownKey,
            { Use: not KeyUse.Lists } => Reasons.WrongKeyUse,
            { WithdrawnAt: not null } => Reasons.KeyWithdrawn,
            var key when !key.Covers(pack.IssuedAt) => Reasons.OutsideKeyPeriod,
            _ => null,
        };

    private string? ReasonAgainstNext(VerifierPack next)
    {
        if (next.Issuer != Issuer)
        {
            return Reasons.UnknownIssuer;
        }

        // What is withdrawn stays so, and stays in the pack: what one pack forgot, the next could have in force again.
        if (Keys.Any(known => known.WithdrawnAt is not null && !next.Keys.Any(key => key.WithdrawnAt is not null && key.Thumbprint == known.Thumbprint)))
        {
            return Reasons.KeyWithdrawn;
        }

        // The same version twice is the same pack, or somebody signs two of one number.
        return next.Version < Version || next.IssuedAt < IssuedAt || (next.Version == Version && next.IssuedAt != IssuedAt) ? OlderPack : null;
    }

    /// <summary>The pack with its lists read; none of them is taken on the pack's word alone.</summary>
    private (VerifierPack? Pack, string? Reason) WithTokens(Trust trust)
    {
        List<StatusListToken> tokens = [];
        foreach (var list in Lists)
        {
            // Judged at the pack's own time: what has expired since degrades the verdict, not the pack.
            var (token, reason) = StatusListToken.Read(list.Span, trust, null, IssuedAt);
            if (token is null || tokens.Any(other => other.Uri == token.Uri))
            {
                return (null, reason ?? Reasons.Malformed);
            }

            tokens.Add(token);
        }

        _tokens = tokens;
        return (this, null);
    }

    /// <summary>Null when the claims could be read; else the reason why not.</summary>
    private static string? TryReadClaims(ReadOnlySpan<byte> payload, out VerifierPack pack)
    {
        pack = null!;
        var reader = new CborReader(payload);
        if (!CborReader.IsDeterministic(payload, MaximumDepth)
            || !reader.TryMap(out var pairs) || pairs != 7
            || !reader.TryKey(IssuerClaim) || !reader.TryText(StringLimit, out string issuer)
            || !reader.TryKey(IssuedAtClaim) || !reader.TryTime(out var issuedAt)
            || !reader.TryKey("keys"u8) || !reader.TryArray(out var keyCount) || keyCount > KeyLimit)
        {
            return Reasons.Malformed;
        }

        List<VerificationKey> keys = [];
        HashSet<string> thumbprints = new(StringComparer.Ordinal);
        for (var i = 0; i < keyCount; i++)
        {
            if (PackedKey.TryRead(ref reader, out var key) is { } fault)
            {
                return fault;
            }

            if (!thumbprints.Add(key.Thumbprint))
            {
                // Of two entries for one key, which would count?
                return Reasons.Malformed;
            }

            keys.Add(key);
        }

        // Of two anchors, which is the root? And one whose time could end would take every other key with it.
        var anchors = keys.Where(key => key.Use == KeyUse.Anchor).ToList();
        if (anchors is not [{ SignsFrom: null, SignsUntil: null, WithdrawnAt: null }])
        {
            return Reasons.Malformed;
        }

        if (!reader.TryKey("chain"u8) || TryReadItems(ref reader, ChainLimit) is not { } chain
            || !reader.TryKey("lists"u8) || TryReadItems(ref reader, ListLimit) is not { } lists)
        {
            return Reasons.Malformed;
        }

        if (!reader.TryKey("policy"u8) || !reader.TryMap(out var audiences) || audiences > AudienceLimit)
        {
            return Reasons.Malformed;
        }

        Dictionary<string, TimeSpan> ages = new(StringComparer.Ordinal);
        for (var i = 0; i < audiences; i++)
        {
            if (!reader.TryText(StringLimit, out string audience) || !reader.TryInt(out var seconds) || seconds is < 0 or > int.MaxValue)
            {
                return Reasons.Malformed;
            }

            ages.Add(audience, TimeSpan.FromSeconds(seconds));
        }

        // A version far ahead of its time would make every later pack look older.
        if (!reader.TryKey("version"u8) || !reader.TryInt(out var version) || version < 1 || version > issuedAt.ToUnixTimeSeconds() + VersionsAhead)
        {
            return Reasons.Malformed;
        }

        pack = new VerifierPack(issuer, issuedAt, version, keys, chain, lists, ages);
        return null;
    }

    private static List<ReadOnlyMemory<byte>>? TryReadItems(ref CborReader reader, int limit)
    {
        if (!reader.TryArray(out var count) || count > limit)
        {
            return null;
        }

        List<ReadOnlyMemory<byte>> items = [];
        for (var i = 0; i < count; i++)
        {
            if (!reader.TryBytes(out var item))
            {
                return null;
            }

            items.Add(item.ToArray());
        }

        return items;
    }
}
