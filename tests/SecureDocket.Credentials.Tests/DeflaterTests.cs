using SecureDocket.Credentials.Codecs;
using Xunit;

namespace SecureDocket.Credentials.Tests;

/// <summary>The packer against the words of docs/credential.md, spelled out with no thought of speed.</summary>
public sealed class DeflaterTests
{
    private static readonly (int Base, int Extra)[] s_lengths =
    [
        (3, 0), (4, 0), (5, 0), (6, 0), (7, 0), (8, 0), (9, 0), (10, 0), (11, 1), (13, 1), (15, 1), (17, 1), (19, 2), (23, 2), (27, 2), (31, 2),
        (35, 3), (43, 3), (51, 3), (59, 3), (67, 4), (83, 4), (99, 4), (115, 4), (131, 5), (163, 5), (195, 5), (227, 5), (258, 0),
    ];

    private static readonly (int Base, int Extra)[] s_distances =
    [
        (1, 0), (2, 0), (3, 0), (4, 0), (5, 1), (7, 1), (9, 2), (13, 2), (17, 3), (25, 3), (33, 4), (49, 4), (65, 5), (97, 5), (129, 6), (193, 6),
        (257, 7), (385, 7), (513, 8), (769, 8), (1025, 9), (1537, 9), (2049, 10), (3073, 10), (4097, 11), (6145, 11), (8193, 12), (12289, 12),
        (16385, 13), (24577, 13),
    ];

    [Theory]
    [InlineData(1_000, 40, 2)]
    [InlineData(1_000, 300, 3)]
    [InlineData(300, 600, 16)]
    [InlineData(200, 700, 256)]
    [InlineData(10, 3_000, 250)]
    public void It_packs_as_the_page_says(int rounds, int longest, int symbols)
    {
        var random = new Random(1951);
        for (var n = 0; n < rounds; n++)
        {
            AssertPacked([.. Enumerable.Range(0, random.Next(longest + 1)).Select(_ => (byte)random.Next(symbols))]);
        }
    }

    [Fact]
    public void It_looks_back_32_kibibytes_and_no_further()
    {
        byte[] needle = [1, 2, 3, 4, 5];
        foreach (var between in new[] { 32_762, 32_763, 32_764 })
        {
            byte[] bytes = [.. needle, .. Enumerable.Repeat((byte)9, between), .. needle];
            AssertPacked(bytes);
        }
    }

    [Fact]
    public void A_card_is_packed_as_the_page_says() => AssertPacked(Forge.Message(Forge.Text()));

    private static void AssertPacked(byte[] bytes)
    {
        var packed = new byte[Deflater.MaximumLength(bytes.Length)];
        var written = Deflater.Deflate(bytes, packed);
        Assert.Equal(Convert.ToHexString(Spelled(bytes)), Convert.ToHexString(packed, 0, written));
    }

    private static byte[] Spelled(byte[] bytes)
    {
        // The last block, of fixed codes.
        List<int> bits = [1, 1, 0];
        for (var at = 0; at < bytes.Length;)
        {
            var (length, distance) = (0, 0);
            for (var back = 1; back <= Math.Min(at, 32 * 1024) && length < 258; back++)
            {
                var common = 0;
                while (common < 258 && at + common < bytes.Length && bytes[at + common] == bytes[at + common - back])
                {
                    common++;
                }

                (length, distance) = common > length ? (common, back) : (length, distance);
            }

            if (length < 3)
            {
                Symbol(bytes[at++]);
                continue;
            }

            var code = Array.FindLastIndex(s_lengths, entry => entry.Base <= length);
            Symbol(257 + code);
            LowestFirst(length - s_lengths[code].Base, s_lengths[code].Extra);
            code = Array.FindLastIndex(s_distances, entry => entry.Base <= distance);
            HighestFirst(code, 5);
            LowestFirst(distance - s_distances[code].Base, s_distances[code].Extra);
            at += length;
        }

        Symbol(256);
        return [.. bits.Chunk(8).Select(chunk => (byte)chunk.Select((bit, at) => bit << at).Sum())];

        void Symbol(int symbol)
        {
            var (first, code, length) = symbol switch
            {
                < 144 => (0, 0b0011_0000, 8),
                < 256 => (144, 0b1_1001_0000, 9),
                < 280 => (256, 0, 7),
                _ => (280, 0b1100_0000, 8),
            };
            HighestFirst(code + symbol - first, length);
        }

        void HighestFirst(int value, int count) => bits.AddRange(Enumerable.Range(0, count).Select(bit => (value >> (count - 1 - bit)) & 1));

        void LowestFirst(int value, int count) => bits.AddRange(Enumerable.Range(0, count).Select(bit => (value >> bit) & 1));
    }
}
