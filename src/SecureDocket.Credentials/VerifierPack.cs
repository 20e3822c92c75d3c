using static SecureDocket.Credentials.CredentialFormat;

namespace SecureDocket.Credentials;

/// <summary>Everything that an offline verifier trusts, in one signed bundle: keys, status lists, and the maximum status age per audience.</summary>
/// <param name="Issuer">Claim 1, <c>iss</c>: the issuer whose cards these keys sign.</param>
/// <param name="IssuedAt">Claim 6, <c>iat</c>: a verifier's clock before this time is wrong.</param>
/// <param name="Version">The version, which increases with every pack; a verifier never accepts a lower one.</param>
/// <param name="Keys">The anchor, and every key that an issued card, list or endorsement may name, including withdrawn ones.</param>
/// <param name="Chain">The <see cref="Endorsement"/>s that lead from the anchor to the other keys, each after those it depends on.</param>
/// <param name="Lists">The status lists as published, each with its own signature.</param>
/// <param name="MaximumStatusAges">The maximum age of a status for a verdict, by audience.</param>
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

    /// <summary>The maximum size of a pack in bytes.</summary>
    public const int MaximumLength = 20 * 1024 * 1024;

    /// <summary>The reason for refusing a pack that is older than the current one.</summary>
    public const string OlderPack = "older-pack";

    /// <summary>The reason for refusing a pack with a key that is not EC P-256 for ES256.</summary>
    public const string UnsupportedKey = "unsupported-key";

    /// <summary>The reason for refusing a pack whose signer is not endorsed from the anchor that this verifier trusts.</summary>
    public const string UnendorsedKey = "unendorsed-key";

    private List<StatusListToken> _tokens = [];
    private IReadOnlyList<VerificationKey> _believed = [];

    /// <summary>The root key, which endorses other keys and signs nothing else.</summary>
    public VerificationKey Anchor => Keys.Single(key => key.Use == KeyUse.Anchor);

    /// <summary>Encodes the claims as deterministic CBOR: the payload to sign.</summary>
    public byte[] EncodePayload() => PackClaims.Encode(this);

    /// <summary>The bytes that the key signs.</summary>
    public static byte[] ToBeSigned(KeyId keyId, ReadOnlySpan<byte> payload) =>
        CoseSign1.SigStructure(CoseSign1.ProtectedHeader(keyId, MediaType), payload);

    /// <summary>Combines payload and signature, under tag 18.</summary>
    public static byte[] Seal(KeyId keyId, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature) =>
        CoseSign1.Seal(StatusListTags, CoseSign1.ProtectedHeader(keyId, MediaType), payload, signature);

    /// <summary>The thumbprint of the key that signed the pack, if the pack is consistent; otherwise null.</summary>
    public static string? SignerOf(ReadOnlySpan<byte> bytes) => ReadSound(bytes, null, out _, out var signer) is null ? signer.Thumbprint : null;

    /// <summary>The thumbprint of the pack's anchor, if the pack is consistent; otherwise null.</summary>
    /// <remarks>It proves nothing until someone has compared it with the issuer's, through another channel than the pack's.</remarks>
    public static string? AnchorOf(ReadOnlySpan<byte> bytes) => ReadSound(bytes, null, out var pack, out _) is null ? pack.Anchor.Thumbprint : null;

    /// <summary>Reads the first pack of an issuer, given the thumbprint of its anchor.</summary>
    /// <param name="bytes">The pack as fetched.</param>
    /// <param name="anchor">The RFC 7638 thumbprint of the anchor, base64url.</param>
    /// <param name="now">The reader's clock.</param>
    /// <returns>The pack, or the first reason for refusing it: malformed, unsupported-key, unknown-key, bad-signature, wrong-key-use,
    /// key-withdrawn, outside-key-period, unendorsed-key, clock-behind, or the reason for refusing one of its lists.</returns>
    public static (VerifierPack? Pack, string? Reason) ReadFirst(ReadOnlySpan<byte> bytes, string anchor, DateTimeOffset now) =>
        Read(bytes, anchor, _ => null, now);

    /// <summary>Reads the successor of the current pack, which must have the same anchor and issuer and must not be older.</summary>
    /// <remarks>Its signer may be new: the chain in the pack leads to it, however long this verifier was offline.</remarks>
    /// <param name="bytes">The pack as fetched.</param>
    /// <param name="inHand">The newest pack that this verifier has seen.</param>
    /// <param name="now">The reader's clock.</param>
    /// <returns>The pack, or the first reason for refusing it, as for <see cref="ReadFirst"/>; after unendorsed-key also unknown-issuer,
    /// key-withdrawn if a withdrawn key is missing or in force again, and older-pack.</returns>
    public static (VerifierPack? Pack, string? Reason) ReadNext(ReadOnlySpan<byte> bytes, VerifierPack inHand, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(inHand);
        var (next, reason) = Read(bytes, inHand.Anchor.Thumbprint, inHand.ReasonAgainstNext, now);
        return next is not null && inHand._tokens.Any(known => next.TokenAt(known.Uri)?.Token.IssuedAt < known.IssuedAt) ? (null, OlderPack) : (next, reason);
    }

    /// <summary>Reads a pack that this verifier accepted earlier and stored where no one else writes, whatever the clock says now.</summary>
    /// <returns>The pack; null if it is not consistent.</returns>
    /// <remarks>This must not be used for a pack that was just fetched, since anyone can sign one with their own keys.</remarks>
    public static VerifierPack? ReadStored(ReadOnlySpan<byte> bytes) => Read(bytes, null, _ => null, DateTimeOffset.MaxValue).Pack;

    /// <summary>Reads a pack that the issuer itself stored, whatever its age; null if it, or one of its lists, is no longer valid for the issuer.</summary>
    internal static VerifierPack? ReadOwn(ReadOnlySpan<byte> bytes, Trust trust) =>
        // The issuer trusts its own register, and may have to publish before an anchor has endorsed its keys.
        ReadSigned(bytes, out var pack, out var signer) is null && ReasonAgainst(pack, signer, trust.KeysFor(signer.Id)) is null ? pack.WithTokens(trust).Pack : null;

    /// <summary>The list with a URI, decoded and as signed; null if the pack has none.</summary>
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

    /// <summary>The trust of a verifier for this audience.</summary>
    /// <param name="audience">One of <see cref="MaximumStatusAges"/>.</param>
    /// <exception cref="ArgumentException">The pack has no policy for this audience.</exception>
    public Trust TrustFor(string audience) => MaximumStatusAges.TryGetValue(audience, out var age)
        ? new Trust(Issuer, _believed, _tokens, age, IssuedAt)
        : throw new ArgumentException($"The pack has no policy for '{audience}'; it has one for {string.Join(", ", MaximumStatusAges.Keys)}.", nameof(audience));

    /// <summary>Reads a pack of this anchor, or of any, unless <paramref name="reasonAgainst"/> returns a reason.</summary>
    private static (VerifierPack? Pack, string? Reason) Read(ReadOnlySpan<byte> bytes, string? anchor, Func<VerifierPack, string?> reasonAgainst, DateTimeOffset now) =>
        (ReadSound(bytes, anchor, out var pack, out _) ?? reasonAgainst(pack)) is { } reason ? (null, reason)
        : now < pack.IssuedAt - ClockLeeway ? (null, Reasons.ClockBehind)
        : pack.WithTokens(new Trust(pack.Issuer, pack._believed));

    /// <summary>Reads a pack whose signer its own chain reaches from its own anchor, so that an accepted pack can be read again without other data.</summary>
    /// <returns>Null if the pack is consistent; otherwise the reason.</returns>
    private static string? ReadSound(ReadOnlySpan<byte> bytes, string? anchor, out VerifierPack pack, out VerificationKey signer)
    {
        if (ReadSigned(bytes, out pack, out signer) is { } fault)
        {
            return fault;
        }

        // This is checked before the chain, which a stranger may have made long and which is not worth following.
        if (anchor is not null && pack.Anchor.Thumbprint != anchor)
        {
            return UnendorsedKey;
        }

        if (KeyChain.Reach(pack.Issuer, pack.Keys, pack.Chain) is not { } endorsed)
        {
            return Reasons.Malformed;
        }

        // A withdrawn key needs no endorsement to be known as withdrawn.
        pack._believed = [.. pack.Keys.Where(key => key.WithdrawnAt is not null || endorsed.Contains(key))];
        return endorsed.Contains(signer) ? null : UnendorsedKey;
    }

    /// <summary>Reads a pack signed by one of its own keys.</summary>
    /// <returns>Null if it is; otherwise the reason.</returns>
    private static string? ReadSigned(ReadOnlySpan<byte> bytes, out VerifierPack pack, out VerificationKey signer)
    {
        (pack, signer) = (null!, null!);
        if (bytes.Length > MaximumLength || !CoseSign1.TryRead(bytes, StatusListTags, MediaType, out var message))
        {
            return Reasons.Malformed;
        }

        if (PackClaims.TryRead(message.Payload, out pack) is { } fault)
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

    /// <summary>
    /// The reason why <paramref name="signer"/> must not sign <paramref name="pack"/>, according to <paramref name="keys"/>; null if there
    /// is none.
    /// </summary>
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

        // A withdrawal stays, and stays in the pack: if one pack omitted it, the next could contain the key in force again.
        if (Keys.Any(known => known.WithdrawnAt is not null && !next.Keys.Any(key => key.WithdrawnAt is not null && key.Thumbprint == known.Thumbprint)))
        {
            return Reasons.KeyWithdrawn;
        }

        // The same version means the same pack; otherwise someone signs two packs with one number.
        return next.Version < Version || next.IssuedAt < IssuedAt || (next.Version == Version && next.IssuedAt != IssuedAt) ? OlderPack : null;
    }

    /// <summary>The pack with its lists decoded; none of them is trusted because of the pack alone.</summary>
    private (VerifierPack? Pack, string? Reason) WithTokens(Trust trust)
    {
        List<StatusListToken> tokens = [];
        foreach (var list in Lists)
        {
            // Lists are checked at the pack's own time: a list that has expired since affects the verdict, not the pack.
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
}
