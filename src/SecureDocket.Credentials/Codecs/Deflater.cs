namespace SecureDocket.Credentials.Codecs;

/// <summary>Deflate (RFC 1951) with exactly one output for an input: one block of fixed codes, the nearest longest match taken greedily.</summary>
/// <remarks>
/// A compression library may pack otherwise from one version to the next. Printed text must not, because a reader packs
/// again and compares: that is how a changed bit which inflates to the same bytes is noticed. So the rules here are part
/// of the card's format.
/// </remarks>
internal sealed class Deflater
{
    private const int ShortestMatch = 3;
    private const int LongestMatch = 258;
    private const int Window = 32 * 1024;
    private const int EndOfBlock = 256;

    // RFC 1951, section 3.2.5; the code of a length or distance is the last whose base is not above it.
    private static readonly int[] s_lengthBases =
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    private static readonly int[] s_distanceBases =
    [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193,
        12289, 16385, 24577,
    ];

    private readonly List<byte> _output = new(512);
    private int _bits;
    private int _bitCount;

    public static byte[] Deflate(ReadOnlySpan<byte> bytes)
    {
        var deflater = new Deflater();
        deflater.Block(bytes);
        return [.. deflater._output];
    }

    private void Block(ReadOnlySpan<byte> bytes)
    {
        // The last block, of fixed codes.
        Bits(1, 1);
        Bits(1, 2);
        var earlier = new Dictionary<int, int>();
        var previous = new int[bytes.Length];
        for (var at = 0; at < bytes.Length;)
        {
            var (length, distance) = Match(bytes, at, earlier, previous);
            if (length < ShortestMatch)
            {
                Symbol(bytes[at]);
                length = 1;
            }
            else
            {
                Pair(length, distance);
            }

            for (var end = at + length; at < end; at++)
            {
                if (at + ShortestMatch <= bytes.Length)
                {
                    previous[at] = earlier.TryGetValue(Prefix(bytes, at), out var last) ? last : -1;
                    earlier[Prefix(bytes, at)] = at;
                }
            }
        }

        Symbol(EndOfBlock);
        if (_bitCount > 0)
        {
            Bits(0, 8 - _bitCount);
        }
    }

    private static (int Length, int Distance) Match(ReadOnlySpan<byte> bytes, int at, Dictionary<int, int> earlier, int[] previous)
    {
        var (length, distance) = (0, 0);
        if (at + ShortestMatch > bytes.Length || !earlier.TryGetValue(Prefix(bytes, at), out var candidate))
        {
            return (length, distance);
        }

        var limit = Math.Min(LongestMatch, bytes.Length - at);
        for (; candidate >= 0 && at - candidate <= Window && length < limit; candidate = previous[candidate])
        {
            var common = bytes.Slice(at, limit).CommonPrefixLength(bytes[candidate..]);
            if (common > length)
            {
                (length, distance) = (common, at - candidate);
            }
        }

        return (length, distance);
    }

    private static int Prefix(ReadOnlySpan<byte> bytes, int at) => (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];

    private void Pair(int length, int distance)
    {
        var code = CodeOf(s_lengthBases, length);
        Symbol(EndOfBlock + 1 + code);
        Bits(length - s_lengthBases[code], code is < 8 or 28 ? 0 : code / 4 - 1);
        code = CodeOf(s_distanceBases, distance);
        Code(code, 5);
        Bits(distance - s_distanceBases[code], code < 4 ? 0 : code / 2 - 1);
    }

    private static int CodeOf(int[] bases, int value)
    {
        var at = Array.BinarySearch(bases, value);
        return at >= 0 ? at : ~at - 1;
    }

    // The fixed codes of RFC 1951, section 3.2.6.
    private void Symbol(int symbol)
    {
        switch (symbol)
        {
            case < 144:
                Code(0x30 + symbol, 8);
                break;
            case < 256:
                Code(0x190 + symbol - 144, 9);
                break;
            case < 280:
                Code(symbol - 256, 7);
                break;
            default:
                Code(0xC0 + symbol - 280, 8);
                break;
        }
    }

    // Codes go out from their highest bit, everything else from its lowest.
    private void Code(int code, int length)
    {
        for (var bit = length - 1; bit >= 0; bit--)
        {
            Bits((code >> bit) & 1, 1);
        }
    }

    private void Bits(int value, int count)
    {
        _bits |= value << _bitCount;
        for (_bitCount += count; _bitCount >= 8; _bitCount -= 8, _bits >>= 8)
        {
            _output.Add((byte)_bits);
        }
    }
}
