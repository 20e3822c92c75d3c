using System.Numerics;
using SecureDocket.Credentials;

namespace SecureDocket.VerdictCases;

/// <summary>Messages that are no COSE_Sign1, or not of the one shape that a card's has; and signatures.</summary>
internal static class MessageCases
{
    private static readonly byte[] s_keyId = Issuer.Cards.Public.Id.ToBytes();
    private static readonly Pairs s_header = new((1, -7), (4, s_keyId), (16, CredentialFormat.MediaType));
    private static readonly byte[] s_payload = CredentialEncoder.EncodePayload(Issuer.Card);

    public static void AddTo(CaseFile cases)
    {
        AddMessages(cases);
        AddHeaders(cases);
        AddSignatures(cases);
    }

    /// <summary>A text with this payload, well-formed around it and genuinely signed.</summary>
    public static string Signed(byte[] payload, SigningKey? key = null) => Issuer.Seal(payload, key);

    private static void AddMessages(CaseFile cases)
    {
        var header = Cbor.Item(s_header);
        var signature = Sign(header);
        object[] parts = [header, new Pairs(), s_payload, signature];
        byte[] body = Cbor.Item(parts), message = [0xD8, 61, 0xD2, .. body];

        Bad("no message", [], Reasons.WrongTag);
        Bad("no tags", body, Reasons.WrongTag);
        Bad("tag 18 alone", [0xD2, .. body], Reasons.WrongTag);
        Bad("tag 61 alone", [0xD8, 61, .. body], Reasons.WrongTag);
        Bad("tags in the other order", [0xD2, 0xD8, 61, .. body], Reasons.WrongTag);
        Bad("tag 60 in the place of 61", [0xD8, 60, 0xD2, .. body], Reasons.WrongTag);
        Bad("COSE_Mac0", [0xD8, 61, 0xD1, .. body], Reasons.WrongTag);
        Bad("COSE_Sign", [0xD8, 61, 0xD8, 98, .. body], Reasons.WrongTag);
        Bad("a third tag", [0xD8, 61, 0xD2, 0xD2, .. body], Reasons.WrongTag);
        Bad("a tag longer than needed", [0xD9, 0, 61, 0xD2, .. body], Reasons.NotCanonical);
        Bad("cut to a byte", message[..1], Reasons.WrongTag);
        Bad("cut to its tags", message[..3], Reasons.BadMessage);
        Bad("cut to its array's head", message[..4], Reasons.BadMessage);
        Bad("cut by a byte", message[..^1], Reasons.BadMessage);
        Bad("a byte after it", [.. message, 0], Reasons.TrailingBytes);
        Bad("a second after it", [.. message, .. message], Reasons.TrailingBytes);
        Bad("three parts", Tagged(parts[..3]), Reasons.BadMessage);
        Bad("five parts", Tagged([.. parts, 0]), Reasons.BadMessage);
        Bad("a map", [0xD8, 61, 0xD2, .. Cbor.Item(new Pairs((1, 2)))], Reasons.BadMessage);
        Bad("a text", [0xD8, 61, 0xD2, .. Cbor.Item("card")], Reasons.BadMessage);
        Bad("an array longer than needed", [0xD8, 61, 0xD2, 0x98, 4, .. body[1..]], Reasons.NotCanonical);
        Bad("an array without a length", [0xD8, 61, 0xD2, 0x9F, .. body[1..], 0xFF], Reasons.IndefiniteLength);
        Bad("an array of more than there is", [0xD8, 61, 0xD2, 0x9B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. body[1..]], Reasons.BadMessage);
        Part("the protected header is a map", 0, s_header, Reasons.BadMessage);
        Part("the protected header is text", 0, "header", Reasons.BadMessage);
        Part("the protected header has no length", 0, new Raw([0x5F, 0x58, (byte)header.Length, .. header, 0xFF]), Reasons.IndefiniteLength);
        Part("an unprotected key id", 1, new Pairs((4, s_keyId)), Reasons.UnprotectedHeader);
        Part("an unprotected algorithm", 1, new Pairs((1, -7)), Reasons.UnprotectedHeader);
        Part("the unprotected header is bytes", 1, Array.Empty<byte>(), Reasons.UnprotectedHeader);
        Part("the unprotected header is null", 1, null, Reasons.UnprotectedHeader);
        Part("the unprotected header has no length", 1, new Raw(0xBF, 0xFF), Reasons.IndefiniteLength);
        Part("the unprotected header repeats a key", 1, new Pairs((1, 1), (1, 1)), Reasons.DuplicateKey);
        Part("the unprotected header repeats a key that is not the last", 1, new Pairs((1, 1), (2, 1), (1, 1)), Reasons.DuplicateKey);
        Part("the unprotected header's keys are out of order", 1, new Pairs((2, 1), (1, 1)), Reasons.NotCanonical);
        Part("an item inside 8 arrays and maps", 1, new Pairs((1, Nested(6))), Reasons.UnprotectedHeader);
        Part("an item inside 9 arrays and maps", 1, new Pairs((1, Nested(7))), Reasons.TooDeep);
        Part("a detached payload", 2, null, Reasons.BadMessage);
        Part("the payload is text", 2, "claims", Reasons.BadMessage);
        Part("the payload is a map", 2, new Pairs(), Reasons.BadMessage);
        Part("the payload's length is longer than needed", 2, new Raw([0x5A, 0, 0, (byte)(s_payload.Length >> 8), (byte)s_payload.Length, .. s_payload]), Reasons.NotCanonical);
        Part("the signature is text", 3, new string('x', 64), Reasons.BadMessage);
        Part("the signature is null", 3, null, Reasons.BadMessage);
        Part("the signature's length is longer than needed", 3, new Raw([0x59, 0, 64, .. signature]), Reasons.NotCanonical);
        foreach (var length in (int[])[0, 63, 65, 72])
        {
            Part($"a signature of {length} bytes", 3, ((byte[])[.. signature, .. signature])[..length], Reasons.BadSignatureLength);
        }

        void Bad(string name, byte[] bytes, string fault) => cases.Malformed($"message: {name}", Issuer.Pack(bytes), fault);

        void Part(string name, int at, object? part, string fault) => Bad(name, Tagged([.. parts[..at], part, .. parts[(at + 1)..]]), fault);
    }

    private static void AddHeaders(CaseFile cases)
    {
        foreach (var (name, algorithm) in ((string, object?)[])[("ES384", -35), ("EdDSA", -8), ("7", 7), ("ESP256", -9), ("in words", "ES256"), ("null", null)])
        {
            Map($"algorithm {name}", s_header.With(0, algorithm), Reasons.UnsupportedAlgorithm);
        }

        Map("no algorithm", s_header.Without(0), Reasons.UnsupportedAlgorithm);
        Map("nothing in the map", [], Reasons.UnsupportedAlgorithm);
        Bytes("no bytes", [], Reasons.UnsupportedAlgorithm);
        Bytes("no map", Cbor.Item("header"), Reasons.UnsupportedAlgorithm);
        Bytes("an algorithm longer than needed", Cbor.Item(s_header.With(0, new Raw(0x38, 6))), Reasons.NotCanonical);
        Map("no key id", s_header.Without(1), Reasons.BadHeader);
        Map("a key id of 7 bytes", s_header.With(1, s_keyId[1..]), Reasons.BadHeader);
        Map("a key id of 9 bytes", s_header.With(1, (byte[])[.. s_keyId, 0]), Reasons.BadHeader);
        Map("a key id in text", s_header.With(1, "DOvxvJiA"), Reasons.BadHeader);
        Map("no type", s_header.Without(2), Reasons.WrongType);
        foreach (var type in (object?[])["application/cwt", "APPLICATION/SDC+CWT", "application/sdc+cwt ", StatusListToken.MediaType, VerifierPack.MediaType, 61, null])
        {
            Map($"type {type ?? "null"}", s_header.With(2, type), Reasons.WrongType);
        }

        Map("an entry too many at the end", s_header.Plus(3, 17, 0), Reasons.BadHeader);
        Map("critical headers", s_header.Plus(1, 2, new object[] { 4 }), Reasons.BadHeader);
        Map("another order", [s_header[1], s_header[0], s_header[2]], Reasons.NotCanonical);
        Map("a key twice", s_header.Plus(1, 1, -7), Reasons.DuplicateKey);
        var bytes = Cbor.Item(s_header);
        Bytes("a byte after it", [.. bytes, 0], Reasons.TrailingBytes);
        Bytes("fewer entries than it says", [0xA4, .. bytes[1..]], Reasons.BadHeader);
        Bytes("more entries than it says", [0xA2, .. bytes[1..]], Reasons.TrailingBytes);
        Bytes("no length", [0xBF, .. bytes[1..], 0xFF], Reasons.IndefiniteLength);
        Bytes("a tag", [0xD8, 61, .. bytes], Reasons.WrongTag);

        void Map(string name, Pairs header, string fault) => Bytes(name, Cbor.Item(header), fault);

        void Bytes(string name, byte[] header, string fault) =>
            cases.Malformed($"header: {name}", Issuer.Pack(Tagged([header, new Pairs(), s_payload, Sign(header)])), fault);
    }

    private static void AddSignatures(CaseFile cases)
    {
        var header = Cbor.Item(s_header);
        var good = Sign(header);
        byte[] zero = new byte[32], one = [.. new byte[31], 1], all = [.. Enumerable.Repeat((byte)0xFF, 32)], order = Number(s_order);
        Range("r is 0", [.. zero, .. good[32..]]);
        Range("s is 0", [.. good[..32], .. zero]);
        Range("both are 0", new byte[64]);
        Range("r is the order", [.. order, .. good[32..]]);
        Range("s is the order", [.. good[..32], .. order]);
        Range("r is one above the order", [.. Number(s_order + 1), .. good[32..]]);
        Range("all ones", [.. all, .. all]);
        Wrong("both are 1", [.. one, .. one]);
        Wrong("r is the order less 1", [.. Number(s_order - 1), .. one]);
        Wrong("s is the order less 1, halved", [.. one, .. Number((s_order - 1) / 2)]);
        Range("s is one above the order less 1, halved", [.. one, .. Number((s_order + 1) / 2)]);
        Range("both are the order less 1", [.. Number(s_order - 1), .. Number(s_order - 1)]);
        Wrong("a bit of r", [(byte)(good[0] ^ 1), .. good[1..]]);
        Wrong("a bit of s", [.. good[..^1], (byte)(good[^1] ^ 1)]);
        Wrong("of another card", Issuer.Cards.Sign(CredentialEncoder.ToBeSigned(Issuer.Cards.Public.Id, CredentialEncoder.EncodePayload(Issuer.Card with { CardNumber = "000000000000" }))));
        Wrong("of another key", Issuer.Stranger.Sign(CredentialEncoder.ToBeSigned(Issuer.Cards.Public.Id, s_payload)));
        Wrong("of the payload alone", Issuer.Cards.Sign(s_payload));

        // ECDSA takes s and the order less s alike; a card has the lower, or it would have two texts.
        cases.Signed("signature: the lower s", Issuer.Card, statusAsOf: CardCases.Listed, text: Text(good));
        Range("the higher s", WithHighS(good));

        var foreign = Issuer.Stranger.Public.Id;
        cases.Unproved("signature: out of range, of an unknown key", CredentialEncoder.Seal(foreign, s_payload, new byte[64]), Issuer.Stranger, Reasons.UnknownKey);
        cases.Unproved("signature: by the key for cards, which names the one for lists", CredentialEncoder.Seal(Issuer.Lists.Public.Id, s_payload, good), Issuer.Lists, Reasons.BadSignature);
        cases.Unproved("signature: wrong, over claims that are none", CredentialEncoder.Seal(Issuer.Cards.Public.Id, [0x80], good), Issuer.Cards, Reasons.BadSignature);
        cases.Unproved("signature: by a stranger, over claims that are none", Issuer.Seal([0x80], Issuer.Stranger), Issuer.Stranger, Reasons.UnknownKey);

        void Range(string name, byte[] signature) => cases.Unproved($"signature: {name}", Text(signature), Issuer.Cards, Reasons.BadSignature, Reasons.SignatureOutOfRange);

        void Wrong(string name, byte[] signature) => cases.Unproved($"signature: {name}", Text(signature), Issuer.Cards, Reasons.BadSignature);

        string Text(byte[] signature) => Issuer.Pack(Tagged([header, new Pairs(), s_payload, signature]));
    }

    private static readonly BigInteger s_order = new(
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);

    /// <summary>The other signature that ECDSA takes for a low one.</summary>
    public static byte[] WithHighS(byte[] low) => [.. low[..32], .. Number(s_order - new BigInteger(low.AsSpan(32), isUnsigned: true, isBigEndian: true))];

    private static byte[] Number(BigInteger value)
    {
        var bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }

    private static byte[] Sign(byte[] header) => Issuer.Cards.Sign(Cbor.Item(new object[] { "Signature1", header, Array.Empty<byte>(), s_payload }));

    private static byte[] Tagged(object?[] parts) => [0xD8, 61, 0xD2, .. Cbor.Item(parts)];

    private static object Nested(int arrays) => arrays == 0 ? 1 : new object[] { Nested(arrays - 1) };
}
