using System.IO.Compression;
using SecureDocket.Credentials;
using SecureDocket.Credentials.Codecs;

namespace SecureDocket.VerdictCases;

/// <summary>Texts that are no Base45, and bytes that are no zlib stream or not the one that a card has.</summary>
internal static class TextCases
{
    public static void AddTo(CaseFile cases)
    {
        AddBase45(cases);
        AddZlib(cases);
        AddDeflate(cases);
        AddPacking(cases);
    }

    private static void AddBase45(CaseFile cases)
    {
        var text = Issuer.Seal(Issuer.Card);
        cases.Malformed("nothing", "", Reasons.BadCompression);
        cases.Malformed("one character", "A", Reasons.BadBase45);
        cases.Malformed("one byte", "U5", Reasons.BadCompression);
        cases.Malformed("lower case", text.ToLowerInvariant(), Reasons.BadBase45);
        cases.Malformed("a line end after the text", text + "\n", Reasons.BadBase45);
        cases.Malformed("a number sign", "#" + text[1..], Reasons.BadBase45);
        cases.Malformed("a comma", text[..5] + "," + text[6..], Reasons.BadBase45);
        cases.Malformed("a full-width letter", text[..8] + "Ａ" + text[9..], Reasons.BadBase45);
        cases.Malformed("a letter of two units", text[..9] + "🙂" + text[11..], Reasons.BadBase45);
        cases.Malformed("half a surrogate pair's place", text[..9] + "\uFFFD" + text[10..], Reasons.BadBase45);
        cases.Malformed("a character past the alphabet", text[..^1] + "[", Reasons.BadBase45);
        cases.Malformed("NUL", "\0" + text[1..], Reasons.BadBase45);
        cases.Malformed("a triple of 65,536", "GGW" + text[3..], Reasons.BadBase45);
        cases.Malformed("the largest triple of characters", ":::" + text[3..], Reasons.BadBase45);
        cases.Malformed("a triple of 65,535", "FGW" + text[3..], Reasons.BadCompression);
        cases.Malformed("a pair of 256", text[..(text.Length / 3 * 3)] + "V5", Reasons.BadBase45);
        cases.Malformed("a pair of 255", text[..(text.Length / 3 * 3 - 3)] + "U5", Reasons.BadCompression);
        cases.Malformed("a length of 3n + 1", text[..(text.Length / 3 * 3 - 2)], Reasons.BadBase45);
        cases.Malformed("the longest text", new string('0', 4296), Reasons.BadCompression);
        cases.Malformed("a character more than the longest", new string('0', 4297), Reasons.TooLarge);
        cases.Malformed("far too long, and of no alphabet", new string('#', 10_000), Reasons.TooLarge);
        cases.Malformed("a web address", "https://securedocket.example/", Reasons.BadBase45);
        cases.Malformed("a web address in capitals", "HTTPS://SECUREDOCKET.EXAMPLE/A", Reasons.BadBase45);
    }

    private static void AddZlib(CaseFile cases)
    {
        var packed = Packed(Issuer.Seal(Issuer.Card));
        Bad("seven bytes", packed[..7]);
        Bad("another method", [0x79, 0x1A, .. packed[2..]]);
        Bad("a window beyond what there is", [0x88, 0x1C, .. packed[2..]]);
        Bad("a head whose check fails", [0x78, 0x02, .. packed[2..]]);
        Bad("a preset dictionary", [0x78, 0x20, .. packed[2..]]);
        Bad("no head", packed[2..]);
        Bad("gzip", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, .. packed[2..]]);
        Bad("a wrong checksum", [.. packed[..^1], (byte)(packed[^1] ^ 1)]);
        for (var cut = 1; cut <= 5; cut++)
        {
            Bad($"cut by {cut}", packed[..^cut]);
        }

        Bad("cut in half", packed[..(packed.Length / 2)]);
        Bad("a byte after it", [.. packed, 0]);
        Bad("the checksum after it", [.. packed, .. packed[^4..]]);
        Bad("a second stream after it", [.. packed, .. packed]);
        cases.Malformed("65,536 zeros", Zeros(65_536), Reasons.TrailingBytes);
        cases.Malformed("65,537 zeros", Zeros(65_537), Reasons.TooLarge);
        cases.Malformed("a mebibyte of zeros", Zeros(1 << 20), Reasons.TooLarge);

        void Bad(string name, byte[] bytes) => cases.Malformed($"zlib: {name}", Base45.Encode(bytes), Reasons.BadCompression);
    }

    private static void AddDeflate(CaseFile cases)
    {
        byte[] pad = [1, 2, 3, 4, 5, 6, 7, 8];
        Bad("a block of type 3", new Bits().Block(true, 3).Aligned(pad));
        Bad("a stored block whose lengths disagree", new Bits().Block(true, 0).Aligned([2, 0, 0xFD, 0xFE, 1, 2]));
        Bad("a stored block that is cut", new Bits().Block(true, 0).Aligned([0xFF, 0, 0, 0xFF, 1, 2]));
        Bad("no last block", new Bits().Block(false, 1).Fixed(65).Fixed(256));
        Bad("no end of the block", new Bits().Block(true, 1).Fixed(65).Fixed(66));
        Bad("symbol 286", new Bits().Block(true, 1).Fixed(65).Fixed(286).High(0, 5).Fixed(256));
        Bad("symbol 287", new Bits().Block(true, 1).Fixed(65).Fixed(287).High(0, 5).Fixed(256));
        Bad("distance code 30", new Bits().Block(true, 1).Fixed(65).Fixed(257).High(30, 5).Fixed(256));
        Bad("distance code 31", new Bits().Block(true, 1).Fixed(65).Fixed(257).High(31, 5).Fixed(256));
        Bad("a match before the start", new Bits().Block(true, 1).Fixed(65).Fixed(257).High(1, 5).Fixed(256));
        Bad("287 symbols", new Bits().Block(true, 2).Low(30, 5).Low(0, 5).Low(14, 4).Aligned(pad));
        Bad("31 distances", new Bits().Block(true, 2).Low(0, 5).Low(30, 5).Low(14, 4).Aligned(pad));
        Bad("too many short code lengths", new Bits().Block(true, 2).Low(0, 5).Low(0, 5).Low(0, 4).Low(1, 3).Low(1, 3).Low(1, 3).Low(0, 3).Aligned(pad));
        Bad("code lengths that leave codes over", new Bits().Block(true, 2).Low(0, 5).Low(0, 5).Low(0, 4).Low(2, 3).Low(2, 3).Low(2, 3).Low(0, 3).Aligned(pad));
        Bad("no code lengths at all", new Bits().Block(true, 2).Low(0, 5).Low(0, 5).Low(0, 4).Low(0, 12).Aligned(pad));
        Bad("a repeat of nothing", new Bits().Block(true, 2).Low(0, 5).Low(0, 5).Low(0, 4).Low(1, 3).Low(1, 3).Low(0, 6).High(0, 1).Aligned(pad));
        Bad("a distance by the code that is not there", Dynamic(distanceLength: 1).High(0, 1).High(3, 2).High(1, 1).High(2, 2).Aligned(pad));
        Bad("a distance where there is no code", Dynamic(distanceLength: 0).High(0, 1).High(3, 2).High(0, 1).High(2, 2).Aligned(pad));

        // The one incomplete code that is sound: AAAA, which is a byte string of one byte and two bytes more.
        cases.Malformed(
            "deflate: one distance code of one bit",
            Base45.Encode(Dynamic(distanceLength: 1).High(0, 1).High(3, 2).High(0, 1).High(2, 2).Zlib("AAAA"u8)), Reasons.TrailingBytes);
        cases.Malformed(
            "deflate: no distance code and none needed",
            Base45.Encode(Dynamic(distanceLength: 0).High(0, 4).High(2, 2).Zlib("AAAA"u8)), Reasons.TrailingBytes);

        void Bad(string name, Bits bits) => cases.Malformed($"deflate: {name}", Base45.Encode(bits.Zlib("A"u8)), Reasons.BadCompression);
    }

    /// <summary>The head of a block with codes 0 for A, 10 for the end, 11 for three bytes again, and 0 for a distance of one, if that.</summary>
    private static Bits Dynamic(int distanceLength)
    {
        // Code lengths: 18 → 1 bit; 1, 2 and 0 → two bits would be three codes too many, so 0 goes only where 1 does not.
        var bits = new Bits().Block(true, 2).Low(1, 5).Low(0, 5).Low(14, 4);
        int[] order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1];
        foreach (var symbol in order)
        {
            bits.Low(symbol switch { 18 => 1, 2 => 2, 0 => distanceLength == 0 ? 3 : 0, 1 => distanceLength == 0 ? 3 : 2, _ => 0 }, 3);
        }

        // In the order of lengths, then symbols: 18 is 0; then 1 and 2 are 10 and 11; or 2 is 10, 0 is 110 and 1 is 111.
        Func<Bits> one = distanceLength == 0 ? () => bits.High(7, 3) : () => bits.High(2, 2);
        Func<Bits> two = distanceLength == 0 ? () => bits.High(2, 2) : () => bits.High(3, 2);
        bits.High(0, 1).Low(65 - 11, 7);
        one();
        bits.High(0, 1).Low(138 - 11, 7).High(0, 1).Low(52 - 11, 7);
        two();
        two();
        return distanceLength == 0 ? bits.High(6, 3) : one();
    }

    private static void AddPacking(CaseFile cases)
    {
        var text = Issuer.Seal(Issuer.Card);
        var (packed, message) = (Packed(text), Issuer.Message(text));
        foreach (var (level, second) in ((string, byte)[])[("fast", 0x5E), ("usual", 0x9C), ("best", 0xDA)])
        {
            Other($"a head that claims the {level} level", [0x78, second, .. packed[2..]]);
        }

        Other("a smaller window", [0x68, 0x05, .. packed[2..]]);
        foreach (var level in Enum.GetValues<CompressionLevel>())
        {
            using var output = new MemoryStream();
            using (var zlib = new ZLibStream(output, level))
            {
                zlib.Write(message);
            }

            Other($"the runtime's {level}", output.ToArray());
        }

        Other("literals alone", new Bits().Block(true, 1).Literals(message).Fixed(256).Zlib(message));
        Other("two blocks", new Bits().Block(false, 1).Literals(message.AsSpan(0, 100)).Fixed(256).Block(true, 1).Literals(message.AsSpan(100)).Fixed(256).Zlib(message));
        Other("an empty block before", new Bits().Block(false, 1).Fixed(256).Block(true, 1).Literals(message).Fixed(256).Zlib(message));
        Other("an empty stored block before", new Bits().Block(false, 0).Aligned([0, 0, 0xFF, 0xFF]).Block(true, 1).Literals(message).Fixed(256).Zlib(message));
        Other("a stored block", new Bits().Block(true, 0).Aligned([(byte)message.Length, (byte)(message.Length >> 8), (byte)~message.Length, (byte)(~message.Length >> 8), .. message]).Zlib(message));
        Other("a padding bit that is not zero", Padded());

        void Other(string name, byte[] bytes) => cases.Unproved($"packing: {name}", Base45.Encode(bytes), Issuer.Cards, Reasons.Malformed, Reasons.NotCanonical);
    }

    /// <summary>A card whose stream ends inside a byte, with the last bit of that byte set.</summary>
    private static byte[] Padded()
    {
        for (var serial = 1; ; serial++)
        {
            var packed = Packed(Issuer.Seal(Issuer.Card with { Identity = Issuer.Card.Identity with { Id = $"{serial}" } }));
            packed[^5] |= 0x80;
            var message = new byte[CredentialFormat.MaximumInflatedLength];
            if (Zlib.TryInflate(packed, packed.Length, message, out var written) && !Zlib.IsDeflated(packed, message.AsSpan(0, written)))
            {
                return packed;
            }
        }
    }

    private static byte[] Packed(string text)
    {
        var packed = new byte[text.Length];
        return Base45.TryDecode(text, packed, out var length) ? packed[..length] : throw new ArgumentException("Not Base45.", nameof(text));
    }

    private static string Zeros(int count)
    {
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.SmallestSize))
        {
            zlib.Write(new byte[count]);
        }

        return Base45.Encode(output.ToArray());
    }
}
