using SecureDocket.Credentials;

namespace SecureDocket.VerdictCases;

/// <summary>Claims that a genuine key signed, and that are still not a card's.</summary>
internal static class ClaimCases
{
    private static readonly Pairs s_identity = new(
        (1, "1"), (2, "1"), (4, "Ana Lucía Pérez"), (8, "19870314"), (13, "GTM"), (23, "USA"), (75, new byte[32]), (76, new byte[16]));

    private static readonly Pairs s_list = new(("idx", 7), ("uri", Issuer.ListUri(1)));

    private static readonly Pairs s_claims = new(
        (1, Issuer.Name), (2, "7K2M9QX4T0B5"), (4, 1_798_859_045), (5, 1_767_323_045), (6, 1_767_323_045), (169, s_identity),
        (65535, new Pairs(("status_list", s_list))));

    private static readonly Pairs s_face = new((0, new byte[700]), (1, 0), (2, 4));

    public static void AddTo(CaseFile cases)
    {
        string[] names = ["iss", "sub", "exp", "nbf", "iat", "identity", "status"];
        for (var claim = 0; claim < names.Length; claim++)
        {
            Bad($"no {names[claim]}", s_claims.Without(claim));
            Bad($"{names[claim]} null", s_claims.With(claim, null));
            Bad($"{names[claim]} of bytes", s_claims.With(claim, new byte[3]));
        }

        for (var member = 0; member < s_identity.Count; member++)
        {
            Bad($"no identity {s_identity[member].Key}", Whose(s_identity.Without(member)));
            Bad($"identity {s_identity[member].Key} a number", Whose(s_identity.With(member, 5)));
        }

        foreach (var claim in (int[])[2, 3, 4])
        {
            foreach (var seconds in (object[])[-1, 253_402_300_800L, long.MaxValue, ulong.MaxValue, 1_798_859_045.0, "1798859045", true])
            {
                Bad($"{names[claim]} {seconds}{(seconds is string ? " in text" : seconds is double ? " as a float" : "")}", s_claims.With(claim, seconds));
            }
        }

        AddShapes(cases);
        AddEncodings(cases);
        AddFaces(cases);

        void Bad(string name, Pairs claims) => Add(cases, name, Cbor.Item(claims), Reasons.BadClaims);
    }

    private static void AddShapes(CaseFile cases)
    {
        Bad("an extra claim inside", s_claims.Plus(2, 3, "audience"));
        Bad("an extra claim at the end", s_claims.Plus(7, 65536, 1));
        Bad("an extra claim with a name", s_claims.Plus(7, "x", 1));
        Bad("an extra member of the identity", Whose(s_identity.Plus(8, 77, 1)));
        Bad("a version to come", Whose(s_identity.With(1, "2")));
        Bad("a version of nothing", Whose(s_identity.With(1, "")));
        Bad("a name of 513 bytes", Whose(s_identity.With(2, new string('x', 513))));
        Bad("an issuer of 513 bytes", s_claims.With(0, new string('x', 513)));
        foreach (var (member, length) in ((int, int)[])[(6, 31), (6, 33), (7, 15), (7, 17)])
        {
            Bad($"identity {s_identity[member].Key} of {length} bytes", Whose(s_identity.With(member, new byte[length])));
        }

        foreach (var index in (object[])[-1, 2_147_483_648L, "7", 7.0])
        {
            Bad($"entry {index}{(index is string ? " in text" : index is double ? " as a float" : "")}", Where(s_list.With(0, index)));
        }

        Bad("no entry", Where(s_list.Without(0)));
        Bad("no list", Where(s_list.Without(1)));
        Bad("a list's address of 513 bytes", Where(s_list.With(1, new string('x', 513))));
        Bad("a member more beside the list's address", Where(s_list.Plus(2, "xyz", 1)));
        Bad("a member more beside the list", s_claims.With(6, new Pairs(("x", 1), ("status_list", s_list))));
        Bad("a status of another kind", s_claims.With(6, new Pairs(("identifier_list", s_list))));
        Add(cases, "no bytes", [], Reasons.BadClaims);
        Add(cases, "an array", [0x80], Reasons.BadClaims);
        Add(cases, "a number", [0x07], Reasons.BadClaims);
        Add(cases, "a break", [0xFF], Reasons.BadClaims);
        Add(cases, "a reserved head", [0xBC], Reasons.BadClaims);
        Add(cases, "identity in bytes", Cbor.Item(s_claims.With(5, Cbor.Item(s_identity))), Reasons.BadClaims);
        var payload = Cbor.Item(s_claims);
        Add(cases, "a byte after them", [.. payload, 0], Reasons.TrailingBytes);
        Add(cases, "the same after them", [.. payload, .. payload], Reasons.TrailingBytes);
        Add(cases, "cut by a byte", payload[..^1], Reasons.BadClaims);
        Add(cases, "cut in half", payload[..(payload.Length / 2)], Reasons.BadClaims);
        Add(cases, "fewer than they say", [0xA8, .. payload[1..]], Reasons.BadClaims);
        Add(cases, "more than they say", [0xA6, .. payload[1..]], Reasons.TrailingBytes);

        void Bad(string name, Pairs claims) => Add(cases, name, Cbor.Item(claims), Reasons.BadClaims);
    }

    private static void AddEncodings(CaseFile cases)
    {
        var payload = Cbor.Item(s_claims);
        Add(cases, "another order", Cbor.Item(new Pairs([s_claims[1], s_claims[0], .. s_claims[2..]])), Reasons.NotCanonical);
        Add(cases, "the reverse order", Cbor.Item(new Pairs([.. s_claims.AsEnumerable().Reverse()])), Reasons.NotCanonical);
        Add(cases, "a claim twice at once", Cbor.Item(s_claims.Plus(0, 1, Issuer.Name)), Reasons.DuplicateKey);
        Add(cases, "a claim again at the end", Cbor.Item(s_claims.Plus(7, 2, "7K2M9QX4T0B5")), Reasons.DuplicateKey);
        Add(cases, "a member of the identity twice", Cbor.Item(Whose(s_identity.Plus(8, 1, "1"))), Reasons.DuplicateKey);
        Add(cases, "the identity in another order", Cbor.Item(Whose([s_identity[1], s_identity[0], .. s_identity[2..]])), Reasons.NotCanonical);
        Add(cases, "entry after address", Cbor.Item(Where([s_list[1], s_list[0]])), Reasons.NotCanonical);
        Add(cases, "a map longer than needed", [0xB8, 7, .. payload[1..]], Reasons.NotCanonical);
        Add(cases, "a map without a length", [0xBF, .. payload[1..], 0xFF], Reasons.IndefiniteLength);
        Add(cases, "a tag before them", [0xD8, 61, .. payload], Reasons.WrongTag);
        Value("a text without a length", new Raw(0x7F, 0x61, 0x31, 0xFF), Reasons.IndefiniteLength);
        Value("bytes without a length", new Raw(0x5F, 0x41, 0x31, 0xFF), Reasons.IndefiniteLength);
        Value("an array without a length", new Raw(0x9F, 0xFF), Reasons.IndefiniteLength);
        Value("a tag", new Raw([0xC0, .. Cbor.Item("1")]), Reasons.WrongTag);
        Value("a bignum", new Raw(0xC2, 0x41, 1), Reasons.WrongTag);
        Value("a text's length longer than needed", new Raw(0x78, 1, 0x31), Reasons.NotCanonical);
        Value("a number longer than needed", new Raw(0x18, 7), Reasons.NotCanonical);
        Value("a number of eight bytes longer than needed", new Raw(0x1B, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF), Reasons.NotCanonical);
        Value("undefined", new Raw(0xF7), Reasons.BadClaims);
        Value("a simple value", new Raw(0xF8, 32), Reasons.BadClaims);
        Value("a half float", new Raw(0xF9, 0x3C, 0), Reasons.BadClaims);
        Value("a float", new Raw(0xFA, 0x3F, 0x80, 0, 0), Reasons.BadClaims);
        Value("an array of more than there is", new Raw(0x9A, 0xFF, 0xFF, 0xFF, 0xFF), Reasons.BadClaims);
        Value("a map of more than there is", new Raw(0xBB, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF), Reasons.BadClaims);
        Value("a text of more than there is", new Raw(0x7B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF), Reasons.BadClaims);
        Value("the largest number", new Raw(0x1B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF), Reasons.BadClaims);
        Value("the smallest number", new Raw(0x3B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF), Reasons.BadClaims);
        Value("a byte that starts no character", new Raw(0x61, 0xFF), Reasons.BadClaims);
        Value("a byte that continues none", new Raw(0x61, 0x80), Reasons.BadClaims);
        Value("half a character", new Raw(0x61, 0xC3), Reasons.BadClaims);
        Value("a character longer than needed", new Raw(0x62, 0xC0, 0x80), Reasons.BadClaims);
        Value("half a surrogate pair", new Raw(0x63, 0xED, 0xA0, 0x80), Reasons.BadClaims);
        Value("a character beyond the last", new Raw(0x64, 0xF4, 0x90, 0x80, 0x80), Reasons.BadClaims);
        Value("a number inside 8 arrays and maps", new Raw([.. Enumerable.Repeat((byte)0x81, 6), 0]), Reasons.BadClaims);
        Value("a number inside 9 arrays and maps", new Raw([.. Enumerable.Repeat((byte)0x81, 7), 0]), Reasons.TooDeep);
        Add(cases, "10,000 arrays", [.. Enumerable.Repeat((byte)0x81, 10_000), 0], Reasons.TooDeep);
        Add(cases, "map in map as a key", [0xA1, .. Enumerable.Repeat((byte)0xA1, 20), 0], Reasons.TooDeep);

        // The name is one map deeper than a claim.
        void Value(string name, Raw value, string fault) => Add(cases, $"for a name {name}", Cbor.Item(Whose(s_identity.With(2, value))), fault);
    }

    private static void AddFaces(CaseFile cases)
    {
        (string Name, object? Face)[] others =
        [
            ("a map", s_face), ("of none", Array.Empty<object>()), ("of two", new object[] { s_face, s_face }), ("of 701 bytes", One(s_face.With(0, new byte[701]))),
            ("of no bytes", One(s_face.With(0, Array.Empty<byte>()))), ("of text", One(s_face.With(0, "face"))), ("of a template", One(s_face.With(1, 1))),
            ("of PNG", One(s_face.With(2, 0))), ("of JPEG 2000", One(s_face.With(2, 2))), ("of AVIF", One(s_face.With(2, 3))), ("of TIFF", One(s_face.With(2, 5))),
            ("of a format in text", One(s_face.With(2, "4"))), ("without a sub-format", One(s_face.Without(2))), ("with its issuer", One(s_face.Plus(3, 3, "x"))),
            ("null", null), ("bytes", new byte[484]), ("the format 2^32 + 4", One(s_face.With(2, 4_294_967_300L))),
        ];
        foreach (var (name, face) in others)
        {
            Add(cases, $"a face {name}", Cbor.Item(Whose(s_identity.Plus(6, 62, face))), Reasons.BadClaims);
        }

        Add(cases, "a face in another order", Cbor.Item(Whose(s_identity.Plus(6, 62, One([s_face[1], s_face[0], s_face[2]])))), Reasons.NotCanonical);
        Add(cases, "a face with a member twice", Cbor.Item(Whose(s_identity.Plus(6, 62, One(s_face.Plus(3, 2, 4))))), Reasons.DuplicateKey);
        Add(cases, "a face in the place of another member", Cbor.Item(Whose(s_identity.Without(5).Plus(5, 62, One(s_face)))), Reasons.BadClaims);
        Add(cases, "two faces", Cbor.Item(Whose(s_identity.Plus(6, 62, One(s_face)).Plus(7, 62, One(s_face)))), Reasons.DuplicateKey);

        static object One(Pairs face) => new object[] { face };
    }

    private static void Add(CaseFile cases, string name, byte[] payload, string fault) =>
        cases.Unproved($"claims: {name}", MessageCases.Signed(payload), Issuer.Cards, Reasons.Malformed, fault);

    private static Pairs Whose(Pairs identity) => s_claims.With(5, identity);

    private static Pairs Where(Pairs list) => s_claims.With(6, new Pairs(("status_list", list)));
}
