using System.Text;
using SecureDocket.Credentials.Codecs;
using static SecureDocket.Credentials.CredentialFormat;

namespace SecureDocket.Credentials;

/// <summary>The claims of a <see cref="VerifierPack"/> as deterministic CBOR: a map with seven members in one order.</summary>
internal static class PackClaims
{
    private const int KeyLimit = 1000;
    private const int ChainLimit = 4000;
    private const int ListLimit = 64;
    private const int AudienceLimit = 16;
    private const int StringLimit = 512;

    // One more than the number of packs in a day of one pack a second.
    private const long VersionsAhead = 86_400;
    private const int IssuerClaim = 1;
    private const int IssuedAtClaim = 6;

    /// <summary>Writes the claims.</summary>
    public static byte[] Encode(VerifierPack pack)
    {
        var cbor = new CborWriter().Map(7)
            .Int(IssuerClaim).Text(pack.Issuer)
            .Int(IssuedAtClaim).Int(pack.IssuedAt.ToUnixTimeSeconds())
            .Text("keys").Array(pack.Keys.Count);
        foreach (var key in pack.Keys)
        {
            PackedKey.Write(cbor, key);
        }

        Write(cbor.Text("chain"), pack.Chain);
        Write(cbor.Text("lists"), pack.Lists);

        cbor.Text("policy").Map(pack.MaximumStatusAges.Count);
        foreach (var (audience, age) in pack.MaximumStatusAges.OrderBy(pair => Encoding.UTF8.GetByteCount(pair.Key)).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            cbor.Text(audience).Int((long)age.TotalSeconds);
        }

        return cbor.Text("version").Int(pack.Version).ToArray();
    }

    /// <summary>Reads the claims strictly.</summary>
    /// <returns>Null if they were read; otherwise the reason.</returns>
    public static string? TryRead(ReadOnlySpan<byte> payload, out VerifierPack pack)
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
                // With two entries for one key, it would be unclear which counts.
                return Reasons.Malformed;
            }

            keys.Add(key);
        }

        // With two anchors, the root would be unclear; and an anchor with an end would take every other key with it.
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

        // A version far in the future would make every later pack look older.
        if (!reader.TryKey("version"u8) || !reader.TryInt(out var version) || version < 1 || version > issuedAt.ToUnixTimeSeconds() + VersionsAhead)
        {
            return Reasons.Malformed;
        }

        pack = new VerifierPack(issuer, issuedAt, version, keys, chain, lists, ages);
        return null;
    }

    private static void Write(CborWriter cbor, IReadOnlyList<ReadOnlyMemory<byte>> items)
    {
        cbor.Array(items.Count);
        foreach (var item in items)
        {
            cbor.Bytes(item.Span);
        }
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
