using System.Security.Cryptography;
using SecureDocket.Credentials.Codecs;
using static SecureDocket.Credentials.CredentialFormat;

namespace SecureDocket.Credentials;

/// <summary>A key in a pack: a COSE_Key (RFC 9052, section 7) with this issuer's additions.</summary>
internal static class PackedKey
{
    private const int KeyType = 1;
    private const int Algorithm = 3;
    private const int Curve = -1;
    private const int X = -2;
    private const int Y = -3;
    private const int EllipticCurve = 2;
    private const int P256 = 1;
    private const int CoordinateLength = 32;

    public static void Write(CborWriter cbor, VerificationKey key)
    {
        (string Name, DateTimeOffset? Time)[] times = [("from", key.SignsFrom), ("until", key.SignsUntil), ("withdrawn", key.WithdrawnAt)];
        cbor.Map(6 + times.Count(time => time.Time is not null))
            .Int(KeyType).Int(EllipticCurve)
            .Int(Algorithm).Int(Header.Es256)
            .Int(Curve).Int(P256)
            .Int(X).Bytes(key.X.Span)
            .Int(Y).Bytes(key.Y.Span)
            .Text("use").Text(NameOf(key.Use));
        foreach (var (name, time) in times)
        {
            if (time is not null)
            {
                cbor.Text(name).Int(time.Value.ToUnixTimeSeconds());
            }
        }
    }

    /// <summary>Null if the key was read; otherwise the reason.</summary>
    public static string? TryRead(ref CborReader reader, out VerificationKey key)
    {
        key = null!;
        if (!reader.TryMap(out var pairs) || !reader.TryKey(KeyType) || !reader.TryInt(out var type))
        {
            return Reasons.Malformed;
        }

        if (type != EllipticCurve)
        {
            // Another key type has other parameters.
            return VerifierPack.UnsupportedKey;
        }

        if (pairs is < 6 or > 9 || !reader.TryKey(Algorithm) || !reader.TryInt(out var algorithm) || !reader.TryKey(Curve) || !reader.TryInt(out var curve)
            || !reader.TryKey(X) || !reader.TryBytes(out var x) || !reader.TryKey(Y) || !reader.TryBytes(out var y)
            || !reader.TryKey("use"u8) || !reader.TryText(out var use))
        {
            return Reasons.Malformed;
        }

        Span<DateTimeOffset?> times = [null, null, null];
        for (var i = 6; i < pairs; i++)
        {
            if (!reader.TryText(out var name) || TimeOf(name) is not { } slot || !reader.TryTime(out var time))
            {
                return Reasons.Malformed;
            }

            times[slot] = time;
        }

        if (algorithm != Header.Es256 || curve != P256 || x.Length != CoordinateLength || y.Length != CoordinateLength
            || UseOf(use) is not { } known)
        {
            return VerifierPack.UnsupportedKey;
        }

        try
        {
            key = new VerificationKey(x, y) { Use = known, SignsFrom = times[0], SignsUntil = times[1], WithdrawnAt = times[2] };
            return null;
        }
        catch (CryptographicException)
        {
            // The coordinates are not a point of the curve.
            return VerifierPack.UnsupportedKey;
        }
    }

    public static string NameOf(KeyUse use) => use switch
    {
        KeyUse.Cards => "cards",
        KeyUse.Lists => "lists",
        _ => "anchor",
    };

    public static KeyUse? UseOf(ReadOnlySpan<byte> name) => name.SequenceEqual("cards"u8) ? KeyUse.Cards
        : name.SequenceEqual("lists"u8) ? KeyUse.Lists
        : name.SequenceEqual("anchor"u8) ? KeyUse.Anchor
        : null;

    private static int? TimeOf(ReadOnlySpan<byte> name) => name.SequenceEqual("from"u8) ? 0
        : name.SequenceEqual("until"u8) ? 1
        : name.SequenceEqual("withdrawn"u8) ? 2
        : null;
}
