using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace SecureDocket.Credentials.Codecs;

/// <summary>Deflate (RFC 1951) with exactly one output per input: one block of fixed codes, with the longest and nearest match taken greedily.</summary>
/// <remarks>
/// The output of a compression library may change between versions. Printed text must not, because a reader compresses
/// again and compares, which detects a changed bit that inflates to the same bytes. So the rules here are part
/// of the card's format.
/// </remarks>
internal static class Deflater
{
    private const int ShortestMatch = 3;
    private const int LongestMatch = 258;
    private const int Window = 32 * 1024;
    private const int EndOfBlock = 256;
    private const int HashBits = 10;

    // RFC 1951, section 3.2.5; the code of a length or distance is the last whose base is not above it.
    private static readonly int[] s_lengthBases =
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    private static readonly int[] s_distanceBases =
    [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193,
        12289, 16385, 24577,
    ];

    private static readonly Bits[] s_symbols = [.. Enumerable.Range(0, EndOfBlock + 1 + s_lengthBases.Length).Select(FixedCode)];

    private static readonly Bits[] s_distances = [.. Enumerable.Range(0, s_distanceBases.Length).Select(code => HighestFirst(code, 5))];

    /// <summary>The maximum number of bytes that <paramref name="length"/> bytes compress to: 9 bits each, plus 10.</summary>
    public static int MaximumLength(int length) => (int)((length * 9L + 10 + 7) / 8);

    /// <summary>Compresses <paramref name="bytes"/>.</summary>
    /// <param name="bytes">The bytes to compress.</param>
    /// <param name="output">A buffer of at least <see cref="MaximumLength"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    public static int Deflate(ReadOnlySpan<byte> bytes, Span<byte> output)
    {
        // For each position, the previous one with the same hash; all positions here are one higher than they are, so that 0 means none.
        var earlier = ArrayPool<int>.Shared.Rent(bytes.Length);
        Span<int> latest = stackalloc int[1 << HashBits];
        latest.Clear();

        // The last block, with fixed codes.
        var writer = new BitWriter(output);
        writer.Write(new(1, 1));
        writer.Write(new(1, 2));
        for (var at = 0; at < bytes.Length;)
        {
            var (length, distance) = at + ShortestMatch <= bytes.Length && latest[Hash(bytes, at)] is var candidate and > 0
                ? Match(bytes, at, candidate, earlier)
                : default;
            if (length < ShortestMatch)
            {
                writer.Write(s_symbols[bytes[at]]);
                length = 1;
            }
            else
            {
                writer.Write(LengthBits(length));
                writer.Write(DistanceBits(distance));
            }

            for (var end = at + length; at < end; at++)
            {
                if (at + ShortestMatch <= bytes.Length)
                {
                    ref var last = ref latest[Hash(bytes, at)];
                    earlier[at] = last;
                    last = at + 1;
                }
            }
        }

        writer.Write(s_symbols[EndOfBlock]);
        ArrayPool<int>.Shared.Return(earlier);
        return writer.Finish();
    }

    /// <summary>
    /// The longest match, and among equals the nearest. Positions that only share the hash match less than three bytes, which does not
    /// count.
    /// </summary>
    private static (int Length, int Distance) Match(ReadOnlySpan<byte> bytes, int at, int candidate, int[] earlier)
    {
        var (length, distance) = (0, 0);
        var here = bytes.Slice(at, Math.Min(LongestMatch, bytes.Length - at));
        for (; candidate > 0 && at - (candidate - 1) <= Window && length < here.Length; candidate = earlier[candidate - 1])
        {
            var common = here.CommonPrefixLength(bytes[(candidate - 1)..]);
            if (common > length)
            {
                (length, distance) = (common, at - (candidate - 1));
            }
        }

        return (length, distance);
    }

    // Fibonacci hashing of three bytes. Any multiplier would do, since the hash only affects the speed of matching, never the result.
    private static int Hash(ReadOnlySpan<byte> bytes, int at) =>
        (int)(((uint)bytes[at] << 16 | (uint)bytes[at + 1] << 8 | bytes[at + 2]) * 2654435769u >> (32 - HashBits));

    private static Bits LengthBits(int length)
    {
        var code = CodeOf(s_lengthBases, length);
        return s_symbols[EndOfBlock + 1 + code].Then(length - s_lengthBases[code], code is < 8 or 28 ? 0 : code / 4 - 1);
    }

    private static Bits DistanceBits(int distance)
    {
        var code = CodeOf(s_distanceBases, distance);
        return s_distances[code].Then(distance - s_distanceBases[code], code < 4 ? 0 : code / 2 - 1);
    }

    private static int CodeOf(int[] bases, int value)
    {
        var at = bases.AsSpan().BinarySearch(value);
        return at >= 0 ? at : ~at - 1;
    }

    // RFC 1951, section 3.2.6.
    private static Bits FixedCode(int symbol) => symbol switch
    {
        < 144 => HighestFirst(0x30 + symbol, 8),
        < 256 => HighestFirst(0x190 + symbol - 144, 9),
        < 280 => HighestFirst(symbol - 256, 7),
        _ => HighestFirst(0xC0 + symbol - 280, 8),
    };

    // Codes are written from their highest bit, everything else from its lowest.
    private static Bits HighestFirst(int code, int length)
    {
        var reversed = 0;
        for (var bit = 0; bit < length; bit++)
        {
            reversed |= ((code >> bit) & 1) << (length - 1 - bit);
        }

        return new(reversed, length);
    }

    /// <summary>Up to 18 bits, the first to write in the lowest place.</summary>
    private readonly record struct Bits(int Value, int Count)
    {
        public Bits Then(int value, int count) => new(Value | (value << Count), Count + count);
    }

    private ref struct BitWriter(Span<byte> output)
    {
        private readonly Span<byte> _output = output;
        private ulong _pending;
        private int _pendingCount;
        private int _written;

        // This is inlined so that the fields stay in registers between symbols.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Write(Bits bits)
        {
            _pending |= (ulong)bits.Value << _pendingCount;
            _pendingCount += bits.Count;
            if (_pendingCount >= 32)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(_output[_written..], (uint)_pending);
                _written += 4;
                _pending >>= 32;
                _pendingCount -= 32;
            }
        }

        /// <summary>Pads the last byte with zeros.</summary>
        /// <returns>The number of bytes written.</returns>
        public int Finish()
        {
            for (; _pendingCount > 0; _pendingCount -= 8, _pending >>= 8)
            {
                _output[_written++] = (byte)_pending;
            }

            return _written;
        }
    }
}
