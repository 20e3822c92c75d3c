using System.Security.Cryptography;
using SecureDocket.Credentials;
using SecureDocket.Credentials.Codecs;

namespace SecureDocket.VerdictCases;

/// <summary>An issuer whose keys everybody knows and nobody uses.</summary>
internal static class Issuer
{
    public const string Name = "https://securedocket.example";

    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>RFC 7517, appendix A.2.</summary>
    public static SigningKey Anchor { get; } = new("F3BD0C07A81FB932781ED52752F60CC89A6BE5E51934FE01938DDB55D8F77801", KeyUse.Anchor);

    /// <summary>RFC 6979, appendix A.2.5.</summary>
    public static SigningKey Cards { get; } = new("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721", KeyUse.Cards);

    /// <summary>RFC 7515, appendix A.3.</summary>
    public static SigningKey Lists { get; } = new("8E9B109E719098BF980487DF1F5D77E9CB29606EBED2263B5F57C213DF84F4B2", KeyUse.Lists);

    /// <summary>Signed cards in 2025.</summary>
    public static SigningKey Retired { get; } = new(Named("retired"), KeyUse.Cards, from: Day(2025, 1, 1), until: Day(2026, 1, 1));

    /// <summary>Was stolen.</summary>
    public static SigningKey Withdrawn { get; } = new(Named("withdrawn"), KeyUse.Cards, withdrawn: Day(2026, 5, 1));

    /// <summary>The lists' next key.</summary>
    public static SigningKey NextLists { get; } = new(Named("next lists"), KeyUse.Lists, from: Day(2026, 6, 1));

    /// <summary>Nobody's that a verifier trusts.</summary>
    public static SigningKey Stranger { get; } = new(Named("stranger"), KeyUse.Cards);

    public static IReadOnlyDictionary<string, TimeSpan> Policy { get; } = new Dictionary<string, TimeSpan>
    {
        ["officer"] = TimeSpan.FromHours(24),
        ["partner"] = TimeSpan.FromHours(6),
        ["public"] = TimeSpan.FromHours(1),
        ["now"] = TimeSpan.Zero,
    };

    public static Credential Card { get; } = new()
    {
        Issuer = Name,
        CardNumber = "7K2M9QX4T0B5",
        IssuedAt = Now.AddDays(-30),
        NotBefore = Now.AddDays(-30),
        Expires = Now.AddDays(335),
        Status = new StatusReference(ListUri(1), 4711),
        Identity = new Identity
        {
            Id = "1",
            FullName = "Ana Lucía Pérez",
            BirthDate = "19870314",
            Nationality = "GTM",
            CountryOfIssuance = "USA",
            PhotoHash = SHA256.HashData("photo"u8),
            DocketKey = SHA256.HashData("docket"u8).AsMemory(0, 16),
        },
    };

    public static DateTimeOffset Day(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);

    public static string ListUri(int list) => $"{Name}/api/v1/status-lists/{list}";

    /// <summary>A card's text as the product seals it.</summary>
    public static string Seal(Credential card, SigningKey? key = null) => Seal(CredentialEncoder.EncodePayload(card), key);

    /// <summary>Any claims, signed.</summary>
    public static string Seal(byte[] payload, SigningKey? key = null)
    {
        key ??= Cards;
        return CredentialEncoder.Seal(key.Public.Id, payload, key.Sign(CredentialEncoder.ToBeSigned(key.Public.Id, payload)));
    }

    /// <summary>Packs a message, sound or not, as the product does.</summary>
    public static string Pack(byte[] message) => Base45.Encode(Zlib.Deflate(message));

    /// <summary>The message in a text that the product sealed.</summary>
    public static byte[] Message(string text)
    {
        var packed = new byte[text.Length];
        var message = new byte[CredentialFormat.MaximumInflatedLength];
        return Base45.TryDecode(text, packed, out var length) && Zlib.TryInflate(packed, length, message, out var written)
            ? message[..written]
            : throw new ArgumentException("Not a sealed text.", nameof(text));
    }

    /// <summary>A list of 2-bit entries, all 0 but those given.</summary>
    public static StatusListToken List(int number, DateTimeOffset issuedAt, DateTimeOffset? expires = null, int bits = 2, int count = 8192, params (int Index, int Value)[] entries)
    {
        var list = StatusList.Create(bits, count);
        foreach (var (index, value) in entries)
        {
            list[index] = value;
        }

        return new(ListUri(number), issuedAt, expires ?? issuedAt.AddDays(3), TimeSpan.FromSeconds(30), list);
    }

    public static byte[] Seal(StatusListToken list, SigningKey? key = null) => SealList(list.EncodePayload(), key);

    public static byte[] SealList(byte[] payload, SigningKey? key = null)
    {
        key ??= Lists;
        return StatusListToken.Seal(key.Public.Id, payload, key.Sign(StatusListToken.ToBeSigned(key.Public.Id, payload)));
    }

    /// <summary>One key's word for another.</summary>
    public static byte[] Endorse(VerificationKey key, SigningKey by, DateTimeOffset? at = null, string issuer = Name) =>
        SealEndorsement(new Endorsement(issuer, at ?? Day(2025, 1, 1), key.Use, key.Thumbprint).EncodePayload(), by);

    /// <summary>Any claims as an endorsement.</summary>
    public static byte[] SealEndorsement(byte[] payload, SigningKey by) =>
        Endorsement.Seal(by.Public.Id, payload, by.Sign(Endorsement.ToBeSigned(by.Public.Id, payload)));

    /// <summary>Seals a pack; with the anchor, and the anchor's word for each of its keys, unless it has an anchor already.</summary>
    public static byte[] Seal(VerifierPack pack, SigningKey? key = null) => SealPack(
        (pack.Keys.Any(each => each.Use == KeyUse.Anchor) ? pack : pack with
        {
            Keys = [Anchor.Public, .. pack.Keys],
            Chain = [.. pack.Keys.Select(each => (ReadOnlyMemory<byte>)Endorse(each, Anchor, issuer: pack.Issuer))],
        }).EncodePayload(),
        key);

    public static byte[] SealPack(byte[] payload, SigningKey? key = null)
    {
        key ??= Lists;
        return VerifierPack.Seal(key.Public.Id, payload, key.Sign(VerifierPack.ToBeSigned(key.Public.Id, payload)));
    }

    public static string Named(string name) => Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"verdict cases: {name}")));
}

/// <summary>A key of which both parts are at hand.</summary>
internal sealed class SigningKey
{
    private readonly ECDsa _private;

    public SigningKey(string d, KeyUse use, DateTimeOffset? from = null, DateTimeOffset? until = null, DateTimeOffset? withdrawn = null)
    {
        _private = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = Convert.FromHexString(d) });
        Public = As(use, from, until, withdrawn);
    }

    public VerificationKey Public { get; }

    /// <summary>The same key, published otherwise.</summary>
    public VerificationKey As(KeyUse use, DateTimeOffset? from = null, DateTimeOffset? until = null, DateTimeOffset? withdrawn = null)
    {
        var point = _private.ExportParameters(false).Q;
        return new(point.X, point.Y) { Use = use, SignsFrom = from, SignsUntil = until, WithdrawnAt = withdrawn };
    }

    public byte[] Sign(byte[] data) =>
        Es256Signature.WithLowS(_private.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
}
