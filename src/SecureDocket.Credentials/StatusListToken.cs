using SecureDocket.Credentials.Codecs;
using static SecureDocket.Credentials.CredentialFormat;

namespace SecureDocket.Credentials;

/// <summary>A status list as signed by its issuer: a CWT (IETF Token Status List, section 5.2).</summary>
/// <param name="Uri">Claim 2, <c>sub</c>: the URI of the list, equal to the <c>uri</c> in the card.</param>
/// <param name="IssuedAt">Claim 6, <c>iat</c>.</param>
/// <param name="Expires">Claim 4, <c>exp</c>: the list must not be relied on after this time.</param>
/// <param name="TimeToLive">Claim 65534, <c>ttl</c>: how long to wait before checking for a newer one.</param>
/// <param name="List">Claim 65533, <c>status_list</c>.</param>
public sealed record StatusListToken(string Uri, DateTimeOffset IssuedAt, DateTimeOffset Expires, TimeSpan TimeToLive, StatusList List)
{
    /// <summary>The media type, and the protected header's <c>typ</c>.</summary>
    public const string MediaType = "application/statuslist+cwt";

    /// <summary>The reason for refusing a token that is about another list.</summary>
    public const string WrongList = "wrong-list";

    private const int SubjectClaim = 2;
    private const int ExpiresClaim = 4;
    private const int IssuedAtClaim = 6;
    private const int StatusListClaim = 65533;
    private const int TimeToLiveClaim = 65534;
    private const int StringLimit = 512;

    /// <summary>Encodes the claims as deterministic CBOR: the payload to sign.</summary>
    public byte[] EncodePayload() => EncodePayload(List.Compress());

    /// <summary>The same, given the result of <see cref="StatusList.Compress"/>, which is most of the work.</summary>
    internal byte[] EncodePayload(ReadOnlySpan<byte> compressed) => new CborWriter()
        .Map(5)
        .Int(SubjectClaim).Text(Uri)
        .Int(ExpiresClaim).Int(Expires.ToUnixTimeSeconds())
        .Int(IssuedAtClaim).Int(IssuedAt.ToUnixTimeSeconds())
        .Int(StatusListClaim).Map(2).Text("lst").Bytes(compressed).Text("bits").Int(List.Bits)
        .Int(TimeToLiveClaim).Int((long)TimeToLive.TotalSeconds)
        .ToArray();

    /// <summary>The bytes that the key signs.</summary>
    public static byte[] ToBeSigned(KeyId keyId, ReadOnlySpan<byte> payload) =>
        CoseSign1.SigStructure(CoseSign1.ProtectedHeader(keyId, MediaType), payload);

    /// <summary>Combines payload and signature: tag 18 and, according to the draft, never tag 61.</summary>
    public static byte[] Seal(KeyId keyId, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature) =>
        CoseSign1.Seal(StatusListTags, CoseSign1.ProtectedHeader(keyId, MediaType), payload, signature);

    /// <summary>Reads and verifies a token for one list.</summary>
    /// <param name="bytes">The token as fetched.</param>
    /// <param name="trust">The keys that may sign it.</param>
    /// <param name="uri">The expected list; null to accept any list.</param>
    /// <param name="now">The reader's clock.</param>
    /// <returns>The token, or the reason for refusing it: malformed, unknown-key, bad-signature, wrong-key-use, key-withdrawn,
    /// outside-key-period, wrong-list, not-yet-valid, expired.</returns>
    public static (StatusListToken? Token, string? Reason) Read(ReadOnlySpan<byte> bytes, Trust trust, string? uri, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(trust);
        if (!CoseSign1.TryRead(bytes, StatusListTags, MediaType, out var message))
        {
            return (null, Reasons.Malformed);
        }

        var keys = trust.KeysFor(message.KeyId);
        if (keys.Count == 0)
        {
            return (null, Reasons.UnknownKey);
        }

        if (message.SignerAmong(keys) is not { } signer)
        {
            return (null, Reasons.BadSignature);
        }

        if (signer.Use != KeyUse.Lists || signer.WithdrawnAt is not null)
        {
            return (null, signer.Use != KeyUse.Lists ? Reasons.WrongKeyUse : Reasons.KeyWithdrawn);
        }

        if (!TryReadClaims(message.Payload, out var token))
        {
            return (null, Reasons.Malformed);
        }

        if (!signer.Covers(token.IssuedAt))
        {
            return (null, Reasons.OutsideKeyPeriod);
        }

        if (uri is not null && !string.Equals(token.Uri, uri, StringComparison.Ordinal))
        {
            return (null, WrongList);
        }

        return now < token.IssuedAt - ClockLeeway ? (null, Reasons.NotYetValid)
            : now >= token.Expires ? (null, Reasons.Expired)
            : (token, null);
    }

    /// <summary>Reads a token that the issuer itself stored, whatever its age; null if it was not signed by the issuer or is about another list.</summary>
    internal static StatusListToken? ReadOwn(ReadOnlySpan<byte> bytes, Trust trust, string uri) =>
        CoseSign1.TryRead(bytes, StatusListTags, MediaType, out var message)
        && message.SignerAmong(trust.KeysFor(message.KeyId)) is { Use: KeyUse.Lists, WithdrawnAt: null } signer
        && TryReadClaims(message.Payload, out var token)
        && token.Uri == uri
        && signer.Covers(token.IssuedAt) ? token : null;

    private static bool TryReadClaims(ReadOnlySpan<byte> payload, out StatusListToken token)
    {
        token = null!;
        var reader = new CborReader(payload);
        if (!CborReader.IsDeterministic(payload, MaximumDepth)
            || !reader.TryMap(out var pairs) || pairs != 5
            || !reader.TryKey(SubjectClaim) || !reader.TryText(StringLimit, out string uri)
            || !reader.TryKey(ExpiresClaim) || !reader.TryTime(out var expires)
            || !reader.TryKey(IssuedAtClaim) || !reader.TryTime(out var issuedAt)
            || !reader.TryKey(StatusListClaim) || !reader.TryMap(out var two) || two != 2
            || !reader.TryKey("lst"u8) || !reader.TryBytes(out var compressed)
            || !reader.TryKey("bits"u8) || !reader.TryInt(out var bits)
            || !StatusList.TryDecompress(bits, compressed, out var list)
            || !reader.TryKey(TimeToLiveClaim) || !reader.TryInt(out var seconds) || seconds is < 1 or > int.MaxValue)
        {
            return false;
        }

        token = new StatusListToken(uri, issuedAt, expires, TimeSpan.FromSeconds(seconds), list);
        return true;
    }
}
