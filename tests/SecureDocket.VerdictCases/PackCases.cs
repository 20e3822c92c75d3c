using SecureDocket.Credentials;

namespace SecureDocket.VerdictCases;

/// <summary>Packs, first and following.</summary>
internal static class PackCases
{
    private static readonly DateTimeOffset s_now = Issuer.Now;
    private static readonly StatusListToken s_list = Issuer.List(1, s_now.AddHours(-1));
    private static readonly VerifierPack s_pack = Pack();

    public static void AddTo(CaseFile cases)
    {
        AddFirst(cases);
        AddNext(cases);
        AddLists(cases);
        AddClaims(cases);
        ChainCases.AddTo(cases);
    }

    private static void AddFirst(CaseFile cases)
    {
        var sealedPack = Issuer.Seal(s_pack);
        cases.Opening("first: sound", sealedPack);
        cases.Opening("first: without lists", Issuer.Seal(s_pack with { Lists = [] }));
        cases.Opening("first: without policy", Issuer.Seal(s_pack with { MaximumStatusAges = new Dictionary<string, TimeSpan>() }));
        cases.Opening("first: of another anchor", sealedPack, VerifierPack.UnendorsedKey, anchor: Issuer.NextLists.Public.Thumbprint);
        cases.Opening("first: by a key that it does not have", Issuer.Seal(s_pack, Issuer.Stranger), Reasons.UnknownKey);
        cases.Opening("first: by its key for cards", Issuer.Seal(s_pack, Issuer.Cards), Reasons.WrongKeyUse);
        cases.Opening("first: by its anchor", Issuer.Seal(s_pack, Issuer.Anchor), Reasons.WrongKeyUse);
        cases.Opening("first: of the thumbprint of its signer", sealedPack, VerifierPack.UnendorsedKey, anchor: Issuer.Lists.Public.Thumbprint);
        cases.Opening("first: by a key that it withdraws", Issuer.Seal(s_pack with { Keys = [Issuer.Cards.Public, Issuer.Lists.As(KeyUse.Lists, withdrawn: s_now)] }), Reasons.KeyWithdrawn);
        cases.Opening("first: by a key whose time has not come", Issuer.Seal(s_pack with { Lists = [], Keys = [Issuer.Lists.As(KeyUse.Lists, from: s_now.AddSeconds(1))] }), Reasons.OutsideKeyPeriod);
        cases.Opening("first: by a key whose time is up", Issuer.Seal(s_pack with { Lists = [], Keys = [Issuer.Lists.As(KeyUse.Lists, until: s_now)] }), Reasons.OutsideKeyPeriod);
        cases.Opening("first: in its key's last second", Issuer.Seal(s_pack with { Lists = [], Keys = [Issuer.Lists.As(KeyUse.Lists, until: s_now.AddSeconds(1))] }));
        cases.Opening("first: clock behind by the leeway", sealedPack, at: s_now.AddMinutes(-1));
        cases.Opening("first: clock behind by more", sealedPack, Reasons.ClockBehind, at: s_now.AddMinutes(-1).AddMilliseconds(-1));
        cases.Opening("first: long ago", sealedPack, at: s_now.AddYears(10));
        cases.Opening("first: a changed bit", [.. sealedPack[..^1], (byte)(sealedPack[^1] ^ 1)], Reasons.BadSignature);
        cases.Opening("first: the higher s", WithHighS(sealedPack), Reasons.BadSignature);
        cases.Opening("first: cut", sealedPack[..^1], Reasons.Malformed);
        cases.Opening("first: nothing", [], Reasons.Malformed);
        cases.Opening("first: a byte after it", [.. sealedPack, 0], Reasons.Malformed);
        cases.Opening("first: with tag 61", [0xD8, 61, .. sealedPack], Reasons.Malformed);
        cases.Opening("first: a status list", Issuer.Seal(s_list), Reasons.Malformed);
    }

    private static void AddNext(CaseFile cases)
    {
        Next("the same again", s_pack);
        Next("a higher version", Pack(8, s_now.AddMinutes(10)), at: s_now.AddMinutes(10));
        Next("a higher version of the same time", Pack(8));
        Next("a lower version", Pack(6, s_now.AddMinutes(10)), VerifierPack.OlderPack, s_now.AddMinutes(10));
        Next("a higher version of an earlier time", Pack(8, s_now.AddSeconds(-1)), VerifierPack.OlderPack);
        Next("the same version of a later time", Pack(7, s_now.AddSeconds(1)), VerifierPack.OlderPack);
        Next("another issuer", s_pack with { Issuer = "https://other.example", Version = 8 }, Reasons.UnknownIssuer);
        Next("clock behind", Pack(8, s_now.AddHours(1)), Reasons.ClockBehind);
        Next("an earlier list", Pack(8, lists: Issuer.List(1, s_now.AddHours(-1).AddSeconds(-1))), VerifierPack.OlderPack);
        Next("a later list", Pack(8, lists: Issuer.List(1, s_now)));
        Next("another list", Pack(8, lists: Issuer.List(2, s_now.AddDays(-1))));
        Next("no list", s_pack with { Version = 8, Lists = [] });
        Next("a forgotten key", s_pack with { Version = 8, Keys = [Issuer.Lists.Public] });

        var withdrawn = s_pack with { Keys = [Issuer.Cards.As(KeyUse.Cards, withdrawn: s_now), Issuer.Lists.Public] };
        Next("a key that comes back", s_pack with { Version = 8 }, Reasons.KeyWithdrawn, inHand: withdrawn);
        Next("a withdrawn key that is forgotten", s_pack with { Version = 8, Keys = [Issuer.Lists.Public] }, Reasons.KeyWithdrawn, inHand: withdrawn);
        Next("a withdrawn key that stays", withdrawn with { Version = 8 }, inHand: withdrawn);
        Next("a key that is withdrawn now", withdrawn with { Version = 8 });

        var both = s_pack with { Keys = [Issuer.Cards.Public, Issuer.Lists.Public, Issuer.NextLists.Public] };
        Next("by the next key, which the one in hand has", both with { Version = 8 }, inHand: both, key: Issuer.NextLists);
        Next("by the next key, which the one in hand has not", both with { Version = 8 }, key: Issuer.NextLists);
        Next(
            "by a key that the one in hand has withdrawn", both with { Version = 8, Lists = [] }, Reasons.KeyWithdrawn,
            inHand: s_pack with { Keys = [Issuer.Lists.Public, Issuer.NextLists.As(KeyUse.Lists, withdrawn: s_now)] }, key: Issuer.NextLists);
        Next(
            "by a key whose time was up for the one in hand, and is longer now", both with { Version = 8, Lists = [] },
            inHand: s_pack with { Keys = [Issuer.Lists.Public, Issuer.NextLists.As(KeyUse.Lists, until: s_now)] }, key: Issuer.NextLists);

        void Next(string name, VerifierPack pack, string? reason = null, DateTimeOffset? at = null, VerifierPack? inHand = null, SigningKey? key = null) =>
            cases.Opening($"next: {name}", Issuer.Seal(pack, key), reason, Issuer.Seal(inHand ?? s_pack), at: at);
    }

    private static void AddLists(CaseFile cases)
    {
        var payload = s_list.EncodePayload();
        var packed = s_list.List.Compress();
        Pairs claims = new((2, s_list.Uri), (4, s_now.AddDays(1).ToUnixTimeSeconds()), (6, s_now.AddHours(-1).ToUnixTimeSeconds()), (65533, Entries(packed, 2)), (65534, 30));
        List("as it is written here", Issuer.SealList(Cbor.Item(claims)));
        List("signed by the key for cards", Issuer.Seal(s_list, Issuer.Cards), Reasons.WrongKeyUse);
        List("signed by a stranger", Issuer.Seal(s_list, Issuer.Stranger), Reasons.UnknownKey);
        List("changed", Changed(Issuer.Seal(s_list)), Reasons.BadSignature);
        List("with the higher s", WithHighS(Issuer.Seal(s_list)), Reasons.BadSignature);
        List("empty", [], Reasons.Malformed);
        List("with tag 61", [0xD8, 61, .. Issuer.Seal(s_list)], Reasons.Malformed);
        List("a pack", Issuer.Seal(s_pack), Reasons.Malformed);
        List("expired when the pack was made", Issuer.Seal(s_list with { Expires = s_now }), Reasons.Expired);
        List("expired a second after", Issuer.Seal(s_list with { Expires = s_now.AddSeconds(1) }));
        List("a minute ahead of the pack", Issuer.Seal(s_list with { IssuedAt = s_now.AddMinutes(1) }));
        List("more than a minute ahead of the pack", Issuer.Seal(s_list with { IssuedAt = s_now.AddSeconds(61) }), Reasons.NotYetValid);
        Opening("list: twice", s_pack with { Lists = [Issuer.Seal(s_list), Issuer.Seal(s_list)] }, Reasons.Malformed);
        Claims("no time to live", claims.Without(4), Reasons.Malformed);
        Claims("a time to live of 0", claims.With(4, 0), Reasons.Malformed);
        Claims("a time to live of 2^31", claims.With(4, 2_147_483_648L), Reasons.Malformed);
        Claims("an extra claim", claims.Plus(1, 3, 1), Reasons.Malformed);
        Claims("another order", [claims[1], claims[0], .. claims[2..]], Reasons.Malformed);
        Claims("an address of 513 bytes", claims.With(0, new string('x', 513)), Reasons.Malformed);
        foreach (var bits in (object[])[0, 3, 16, "2"])
        {
            Claims($"{bits} bits{(bits is string ? " in text" : "")}", claims.With(3, Entries(packed, bits)), Reasons.Malformed);
        }

        Claims("no entries", claims.With(3, Entries(Compressed([]), 2)), Reasons.Malformed);
        Claims("a mebibyte of entries", claims.With(3, Entries(Compressed(new byte[1 << 20]), 8)));
        Claims("more than a mebibyte of entries", claims.With(3, Entries(Compressed(new byte[(1 << 20) + 1]), 8)), Reasons.Malformed);
        Claims("a byte after the stream", claims.With(3, Entries([.. packed, 0], 2)), Reasons.Malformed);
        Claims("a stream that is cut", claims.With(3, Entries(packed[..^1], 2)), Reasons.Malformed);
        Claims("entries as they are", claims.With(3, Entries(new byte[100], 2)), Reasons.Malformed);
        Claims("bits before entries", claims.With(3, new Pairs(("bits", 2), ("lst", packed))), Reasons.Malformed);

        var keys = (IReadOnlyList<VerificationKey>)[Issuer.Lists.Public, Issuer.NextLists.As(KeyUse.Lists, from: s_now.AddHours(-1).AddSeconds(1))];
        Opening("list: issued before its key signs", s_pack with { Keys = keys, Lists = [Issuer.Seal(s_list, Issuer.NextLists)] }, Reasons.OutsideKeyPeriod);
        keys = [Issuer.Lists.Public, Issuer.NextLists.As(KeyUse.Lists, from: s_now.AddHours(-1))];
        Opening("list: issued in its key's first second", s_pack with { Keys = keys, Lists = [Issuer.Seal(s_list, Issuer.NextLists)] });
        keys = [Issuer.Lists.Public, Issuer.NextLists.As(KeyUse.Lists, withdrawn: s_now)];
        Opening("list: signed by a withdrawn key", s_pack with { Keys = keys, Lists = [Issuer.Seal(s_list, Issuer.NextLists)] }, Reasons.KeyWithdrawn);
        Opening("list: 64 of them", s_pack with { Lists = Many(64) });
        Opening("list: 65 of them", s_pack with { Lists = Many(65) }, Reasons.Malformed);

        void Claims(string name, Pairs list, string? reason = null) => List(name, Issuer.SealList(Cbor.Item(list)), reason);

        void List(string name, byte[] list, string? reason = null) => Opening($"list: {name}", s_pack with { Lists = [list] }, reason);

        void Opening(string name, VerifierPack pack, string? reason = null) => cases.Opening(name, Issuer.Seal(pack), reason);
    }

    private static void AddClaims(CaseFile cases)
    {
        var (cards, lists) = (Key(Issuer.Cards.Public, "cards"), Key(Issuer.Lists.Public, "lists"));
        var anchor = Key(Issuer.Anchor.Public, "anchor");
        var chain = new object[] { Issuer.Endorse(Issuer.Cards.Public, Issuer.Anchor), Issuer.Endorse(Issuer.Lists.Public, Issuer.Anchor) };
        Pairs claims = new(
            (1, Issuer.Name), (6, s_now.ToUnixTimeSeconds()), ("keys", new object[] { anchor, cards, lists }), ("chain", chain), ("lists", new object[] { Issuer.Seal(s_list) }),
            ("policy", new Pairs(("officer", 60))), ("version", 7));
        Opening("as they are written here", claims);
        Opening("no version", claims.Without(6), Reasons.Malformed);
        Opening("version 0", claims.With(6, 0), Reasons.Malformed);
        Opening("version -1", claims.With(6, -1), Reasons.Malformed);
        Opening("a version as far ahead as may be", claims.With(6, s_now.ToUnixTimeSeconds() + 86_400));
        Opening("a version too far ahead", claims.With(6, s_now.ToUnixTimeSeconds() + 86_401), Reasons.Malformed);
        Opening("a version that no integer is", claims.With(6, ulong.MaxValue), Reasons.Malformed);
        Opening("an extra claim", claims.Plus(7, "versions", 1), Reasons.Malformed);
        Opening("another order", [claims[1], claims[0], .. claims[2..]], Reasons.Malformed);
        Opening("an issuer of 513 bytes", claims.With(0, new string('x', 513)), Reasons.Malformed);
        Opening("a time before 1970", claims.With(1, -1), Reasons.Malformed);
        Opening("an audience without an age", claims.With(5, new Pairs(("officer", -1))), Reasons.Malformed);
        Opening("an age of 2^31", claims.With(5, new Pairs(("officer", 2_147_483_648L))), Reasons.Malformed);
        Opening("the longest age", claims.With(5, new Pairs(("officer", 2_147_483_647L))));
        Opening("an audience twice", claims.With(5, new Pairs(("officer", 1), ("officer", 1))), Reasons.Malformed);
        Opening("16 audiences", claims.With(5, Audiences(16)));
        Opening("17 audiences", claims.With(5, Audiences(17)), Reasons.Malformed);
        Opening("an audience of a prototype's name", claims.With(5, new Pairs(("__proto__", 60))));
        Opening("a list that is no bytes", claims.With(4, new object[] { 5 }), Reasons.Malformed);

        Opening("no chain", claims.Without(3), Reasons.Malformed);
        Opening("a chain of no bytes", claims.With(3, new object[] { 5 }), Reasons.Malformed);
        Opening("an empty chain", claims.With(3, Array.Empty<object>()), VerifierPack.UnendorsedKey);
        Opening("a link that is no endorsement", claims.With(3, (object[])[.. chain, Array.Empty<byte>()]), Reasons.Malformed);
        Opening("a list as a link", claims.With(3, (object[])[.. chain, Issuer.Seal(s_list)]), Reasons.Malformed);
        Opening("no keys", claims.With(2, Array.Empty<object>()), Reasons.Malformed);
        Opening("no anchor", claims.With(2, new object[] { cards, lists }), Reasons.Malformed);
        Opening("two anchors", claims.With(2, new object[] { anchor, cards, lists, Key(Issuer.Stranger.Public, "anchor") }), Reasons.Malformed);
        foreach (var time in (string[])["from", "until", "withdrawn"])
        {
            Opening($"an anchor with \"{time}\"", claims.With(2, new object[] { anchor.Plus(6, time, 1), cards, lists }), Reasons.Malformed);
        }

        Keys("key: no key but the anchor", [], Reasons.UnknownKey);
        Keys("key: a key twice", [cards, lists, lists], Reasons.Malformed);
        Keys("key: a key twice of two uses", [cards, lists, Key(Issuer.Lists.Public, "cards")], Reasons.Malformed);
        Keys("key: an octet key pair", [cards.With(0, 1), lists], VerifierPack.UnsupportedKey);
        Keys("key: a key type that no long is", [cards.With(0, ulong.MaxValue), lists], Reasons.Malformed);
        Keys("key: a key type far off", [cards.With(0, long.MaxValue), lists], VerifierPack.UnsupportedKey);
        Keys("key: an octet key pair of two members", [new Pairs((1, 1), (-1, 6)), lists], VerifierPack.UnsupportedKey);
        Keys("key: ES384", [cards.With(1, -35), lists], VerifierPack.UnsupportedKey);
        Keys("key: P-384", [cards.With(2, 2), lists], VerifierPack.UnsupportedKey);
        Keys("key: a point off the curve", [cards.With(4, new byte[32]), lists], VerifierPack.UnsupportedKey);
        Keys("key: a coordinate beyond the field", [cards.With(3, (byte[])[.. Enumerable.Repeat((byte)0xFF, 32)]), lists], VerifierPack.UnsupportedKey);
        Keys("key: a coordinate of 31 bytes", [cards.With(3, new byte[31]), lists], VerifierPack.UnsupportedKey);
        Keys("key: a compressed point", [cards.With(4, true), lists], Reasons.Malformed);
        Keys("key: another use", [cards.With(5, "sig"), lists], VerifierPack.UnsupportedKey);
        Keys("key: no use", [cards.Without(5), lists], Reasons.Malformed);
        Keys("key: a member more", [cards.Plus(6, "x5c", 1), lists], Reasons.Malformed);
        Keys("key: a member of a prototype's name", [cards.Plus(6, "toString", 1), lists], Reasons.Malformed);
        Keys("key: a time before 1970", [cards.Plus(6, "from", -1), lists], Reasons.Malformed);
        Keys("key: every member", [cards.Plus(6, "from", 1).Plus(7, "until", 2).Plus(8, "withdrawn", 3), lists]);
        Keys("key: a private key", [cards.Plus(6, "from", 1).Plus(5, -4, new byte[32]), lists], Reasons.Malformed);
        Keys("key: a key off the curve before one that is malformed", [cards.With(4, new byte[32]), lists.Without(5)], VerifierPack.UnsupportedKey);

        void Keys(string name, Pairs[] keys, string? reason = null) => Opening(name, claims.With(2, (Pairs[])[anchor, .. keys]), reason);

        void Opening(string name, Pairs pack, string? reason = null) => cases.Opening($"pack: {name}", Issuer.SealPack(Cbor.Item(pack)), reason);
    }

    private static VerifierPack Pack(long version = 7, DateTimeOffset? issuedAt = null, StatusListToken? lists = null) => new(
        Issuer.Name, issuedAt ?? s_now, version, [Issuer.Cards.Public, Issuer.Lists.Public], [], [Issuer.Seal(lists ?? Issuer.List(1, s_now.AddHours(-1)))], Issuer.Policy);

    private static Pairs Key(VerificationKey key, string use) =>
        new((1, 2), (3, -7), (-1, 1), (-2, key.X.ToArray()), (-3, key.Y.ToArray()), ("use", use));

    private static Pairs Entries(byte[] packed, object bits) => new(("lst", packed), ("bits", bits));

    private static Pairs Audiences(int count) => new([.. Enumerable.Range(0, count).Select(number => ((object, object?))($"a{number:D2}", 60))]);

    private static ReadOnlyMemory<byte>[] Many(int count) =>
        [.. Enumerable.Range(1, count).Select(number => (ReadOnlyMemory<byte>)Issuer.Seal(Issuer.List(number, s_now, count: 8)))];

    private static byte[] WithHighS(byte[] token) => [.. token[..^64], .. MessageCases.WithHighS(token[^64..])];

    private static byte[] Changed(byte[] token) => [.. token[..^1], (byte)(token[^1] ^ 1)];

    private static byte[] Compressed(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(output, System.IO.Compression.CompressionLevel.SmallestSize))
        {
            zlib.Write(bytes);
        }

        return output.ToArray();
    }
}
