using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Credentials.Codecs;

namespace SecureDocket.VerdictCases;

/// <summary>Makes the sandbox's cards and its verifier pack, with keys that nobody keeps: no other card of this issuer can ever be signed.</summary>
internal static class SandboxCards
{
    private const string Name = "https://sandbox.example";
    private const string Person = "Miron Zarechny";
    private const string Born = "1990-02-28";
    private const int OnList = 1;
    private const int OnNoList = 2;

    private static readonly DateTimeOffset s_from = Issuer.Day(2026, 1, 1);
    private static readonly DateTimeOffset s_until = Issuer.Day(2037, 1, 1);

    // A revoked, a suspended and a replaced card are at these places; all other entries are valid.
    private static readonly (int Index, int Value)[] s_entries = [(11, 1), (12, 2), (13, 3)];

    /// <summary>The sandbox as a file. Texts that are no credential at all are those of the shared cases, whoever would have signed them.</summary>
    /// <param name="cases">The shared cases' file.</param>
    public static JsonObject Make(JsonObject cases)
    {
        using ECDsa anchor = NewKey(), cards = NewKey(), lists = NewKey(), retired = NewKey(), withdrawn = NewKey(), stranger = NewKey();
        List<JsonObject> made =
        [
            Card("valid", "In force.", 10),
            Card("revoked", "Out of force for good.", 11, reason: Reasons.Revoked),
            Card("suspended", "Out of force for the time being.", 12, reason: Reasons.Suspended),
            Card("replaced", "A newer card has taken its place.", 13, reason: Reasons.Replaced),
            Card("expired", "Its time is up.", 14, reason: Reasons.Expired, until: Issuer.Day(2026, 2, 1)),
            Card("not-on-record", "Signed, and the issuer has no record of it. Offline nobody can tell: valid.", 15, reason: Reasons.NotOnRecord),
            Card("key-withdrawn", "Signed with a key that the issuer withdrew.", 16, reason: Reasons.KeyWithdrawn, key: withdrawn),
            Card("status-unavailable", "Its status cannot be read: undetermined, ask again.", 17, reason: Reasons.StatusUnavailable, list: OnNoList),
            Text("not-yet-valid", "Its time has not come.", Seal(Claims(18, from: s_until, until: s_until.AddYears(1)), cards), Reasons.NotYetValid),
            Text("outside-key-period", "Issued when its key no longer signed.", Seal(Claims(19), retired), Reasons.OutsideKeyPeriod),
            Text("wrong-key-use", "Signed with the key for status lists.", Seal(Claims(20), lists), Reasons.WrongKeyUse),
            Text("unknown-issuer", "Signed with a known key in another issuer's name.", Seal(Claims(21) with { Issuer = "https://other.example" }, cards), Reasons.UnknownIssuer),
            Text("unknown-key", "Signed by somebody whom nobody trusts.", Seal(Claims(22), stranger), Reasons.UnknownKey),
            Text("bad-signature", "A signature by another key than the one it names.", Forged(Claims(23), cards, stranger), Reasons.BadSignature),
            Text("signature-out-of-range", "A signature that no key makes.", Unsigned(Claims(24), cards), Reasons.BadSignature, Reasons.SignatureOutOfRange),
            Text("bad-claims", "Signed, and not the claims of a card.", Seal(Cbor.Item(new Pairs((1, Name))), cards), Reasons.Malformed, Reasons.BadClaims),
            Text("not-canonical", "Sound but for the way it is packed, which no card of ours has.", Repacked(Seal(Claims(25), cards)), Reasons.Malformed, Reasons.NotCanonical),
            Text("too-deep", "Signed, and nested deeper than a card.", Seal([.. Enumerable.Repeat((byte)0x81, 20), 0], cards), Reasons.Malformed, Reasons.TooDeep),
            Text("indefinite-length", "Signed, and does not say how long it is.", Seal([0xBF, 0xFF], cards), Reasons.Malformed, Reasons.IndefiniteLength),
            Text("duplicate-key", "Signed, and says one thing twice.", Seal(Cbor.Item(new Pairs((1, Name), (1, Name))), cards), Reasons.Malformed, Reasons.DuplicateKey),
            .. Malformed(cases),
        ];
        VerificationKey[] keys =
        [
            Public(cards, KeyUse.Cards), Public(lists, KeyUse.Lists), Public(retired, KeyUse.Cards, until: s_from.AddDays(1)),
            Public(withdrawn, KeyUse.Cards, withdrawn: s_from),
        ];
        var pack = new VerifierPack(
            Name, s_from, 1,
            [Public(anchor, KeyUse.Anchor), .. keys],
            [.. keys.Select(key => (ReadOnlyMemory<byte>)Endorsed(key))],
            [SealList(lists)],
            new Dictionary<string, TimeSpan> { ["partner"] = s_until - s_from });
        return new()
        {
            ["about"] = "Made once by tests/SecureDocket.VerdictCases with keys that were thrown away.",
            ["anchor"] = Public(anchor, KeyUse.Anchor).Thumbprint,
            ["pack"] = Convert.ToBase64String(VerifierPack.Seal(
                Public(lists, KeyUse.Lists).Id, pack.EncodePayload(), Sign(lists, VerifierPack.ToBeSigned(Public(lists, KeyUse.Lists).Id, pack.EncodePayload())))),
            ["cards"] = new JsonArray([.. made]),
        };

        byte[] Endorsed(VerificationKey key)
        {
            var (id, payload) = (Public(anchor, KeyUse.Anchor).Id, new Endorsement(Name, s_from, key.Use, key.Thumbprint).EncodePayload());
            return Endorsement.Seal(id, payload, Sign(anchor, Endorsement.ToBeSigned(id, payload)));
        }

        JsonObject Card(string name, string about, int index, string? reason = null, DateTimeOffset? until = null, int list = OnList, ECDsa? key = null)
        {
            var claims = Claims(index, until: until, list: list);
            var card = Text(name, about, Seal(claims, key ?? cards), reason is null ? [] : [reason]);
            card["cardNumber"] = CardNumber.TryParse(claims.CardNumber, out var number) ? number.ToPrinted() : throw new InvalidOperationException(claims.CardNumber);
            (card["fullName"], card["birthDate"]) = (Person, Born);
            return card;
        }
    }

    private static IEnumerable<JsonObject> Malformed(JsonObject cases)
    {
        var texts = cases["verdicts"]!.AsArray().Select(one => one!.AsObject())
            .Where(one => one["reasons"]!.AsArray() is [var general, ..] && general!.GetValue<string>() == Reasons.Malformed)
            .GroupBy(one => one["reasons"]![1]!.GetValue<string>())
            .Where(fault => fault.Key is not (Reasons.BadClaims or Reasons.DuplicateKey or Reasons.IndefiniteLength or Reasons.NotCanonical or Reasons.TooDeep));
        return texts.Select(fault => Text(
            fault.Key, $"No credential: {fault.MinBy(one => one["text"]!.GetValue<string>().Length)!["name"]!.GetValue<string>()}.",
            fault.Where(one => one["text"]!.GetValue<string>().Length > 0).MinBy(one => one["text"]!.GetValue<string>().Length)!["text"]!.GetValue<string>(),
            Reasons.Malformed, fault.Key));
    }

    private static JsonObject Text(string name, string about, string credential, params string[] reasons) => new()
    {
        ["name"] = name,
        ["about"] = about,
        ["credential"] = credential,
        ["verdict"] = reasons is [] ? "valid" : reasons[0] == Reasons.StatusUnavailable ? "undetermined" : "invalid",
        ["reasons"] = new JsonArray([.. reasons.Select(reason => (JsonNode)reason)]),
    };

    private static string Repacked(string text)
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.NoCompression))
        {
            zlib.Write(Issuer.Message(text));
        }

        return Base45.Encode(packed.ToArray());
    }

    private static Credential Claims(int index, DateTimeOffset? from = null, DateTimeOffset? until = null, int list = OnList)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"sandbox card {index}"));
        return new()
        {
            Issuer = Name,
            CardNumber = CardNumber.FromBytes(bytes.AsSpan(0, 16)).ToString(),
            IssuedAt = s_from.AddDays(2),
            NotBefore = from ?? s_from.AddDays(2),
            Expires = until ?? s_until,
            Status = new($"{Name}/api/v1/status-lists/{list}", index),
            Identity = new()
            {
                Id = "1",
                FullName = Person,
                BirthDate = Born.Replace("-", "", StringComparison.Ordinal),
                Nationality = "UKR",
                CountryOfIssuance = "USA",
                PhotoHash = SHA256.HashData("sandbox"u8),
                DocketKey = bytes.AsMemory(16, 16),
            },
        };
    }

    private static string Seal(Credential claims, ECDsa key) => Seal(CredentialEncoder.EncodePayload(claims), key);

    private static string Seal(byte[] payload, ECDsa key) => Seal(payload, key, key);

    private static string Forged(Credential claims, ECDsa named, ECDsa signing) => Seal(CredentialEncoder.EncodePayload(claims), named, signing);

    private static string Seal(byte[] payload, ECDsa named, ECDsa signing)
    {
        var id = Public(named, KeyUse.Cards).Id;
        return CredentialEncoder.Seal(id, payload, Sign(signing, CredentialEncoder.ToBeSigned(id, payload)));
    }

    private static string Unsigned(Credential claims, ECDsa named) =>
        CredentialEncoder.Seal(Public(named, KeyUse.Cards).Id, CredentialEncoder.EncodePayload(claims), new byte[64]);

    private static ReadOnlyMemory<byte> SealList(ECDsa key)
    {
        var list = StatusList.Create(2, 8192);
        foreach (var (index, value) in s_entries)
        {
            list[index] = value;
        }

        var (id, payload) = (Public(key, KeyUse.Lists).Id, new StatusListToken($"{Name}/api/v1/status-lists/{OnList}", s_from, s_until, TimeSpan.FromDays(1), list).EncodePayload());
        return StatusListToken.Seal(id, payload, Sign(key, StatusListToken.ToBeSigned(id, payload)));
    }

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static VerificationKey Public(ECDsa key, KeyUse use, DateTimeOffset? until = null, DateTimeOffset? withdrawn = null)
    {
        var point = key.ExportParameters(false).Q;
        return new(point.X, point.Y) { Use = use, SignsUntil = until, WithdrawnAt = withdrawn };
    }

    private static byte[] Sign(ECDsa key, byte[] data) => key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
}
