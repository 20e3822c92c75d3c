using System.IO.Compression;
using SecureDocket.Credentials.Codecs;
using Xunit;

namespace SecureDocket.Credentials.Tests;

public sealed class ZlibTests
{
    private static readonly byte[] s_plain = [.. "The quick brown fox jumps over the lazy dog. The quick brown fox."u8];

    [Fact]
    public void The_packing_is_the_same_for_ever() =>
        Assert.Equal(
            "78010BC94855282CCD4CCE56482ACA2FCF5348CBAF50C82ACD2D2856C82F4B2D5228014AE72456552AA4E4A7EB01006BE41008",
            Convert.ToHexString(Zlib.Deflate("The quick brown fox jumps over the lazy dog."u8)));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 256)]
    [InlineData(2, 256)]
    [InlineData(3, 2)]
    [InlineData(300, 1)]
    [InlineData(400, 256)]
    [InlineData(1000, 3)]
    [InlineData(5000, 16)]
    [InlineData(60_000, 2)]
    public void Another_implementation_unpacks_what_is_packed(int length, int symbols)
    {
        var random = new Random(1951);
        for (var n = 0; n < 20; n++)
        {
            var bytes = Enumerable.Range(0, length).Select(_ => (byte)random.Next(symbols)).ToArray();
            var packed = Zlib.Deflate(bytes);
            using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            zlib.CopyTo(plain);
            Assert.Equal(bytes, plain.ToArray());
            Assert.Equal(bytes, Inflate(packed));
        }
    }

    [Fact]
    public void Matches_of_every_length_and_distance_unpack()
    {
        var random = new Random(258);
        for (var length = 3; length <= 600; length += length < 20 ? 1 : 13)
        {
            var piece = new byte[length];
            random.NextBytes(piece);
            var between = new byte[random.Next(0, 40_000)];
            random.NextBytes(between);
            byte[] bytes = [.. piece, .. between, .. piece];
            Assert.Equal(bytes, Inflate(Zlib.Deflate(bytes), bytes.Length));
        }
    }

    [Fact]
    public void No_header_whatever_it_asks_for_is_more_than_a_refusal()
    {
        var packed = Zlib.Deflate(s_plain);
        var output = new byte[100];
        for (var header = 0; header <= ushort.MaxValue; header++)
        {
            (packed[0], packed[1]) = ((byte)(header >> 8), (byte)header);
            var read = Zlib.TryInflate(packed, packed.Length, output, out _);

            // Method 8, a window that is large enough, a check that fits, and no dictionary (RFC 1950, section 2.2).
            var sound = (packed[0] & 0xF) == 8 && packed[0] >> 4 <= 7 && header % 31 == 0 && (packed[1] & 0x20) == 0;
            Assert.Equal(sound, read);
        }
    }

    [Fact]
    public void A_stream_of_another_packer_unpacks() => Assert.Equal(s_plain, Inflate(Pack(s_plain)));

    [Fact]
    public void What_does_not_fit_is_refused_to_the_byte()
    {
        Assert.NotNull(Inflate(Pack(new byte[1000]), 1000));
        Assert.Null(Inflate(Pack(new byte[1001]), 1000));
    }

    [Fact]
    public void A_bomb_is_refused_without_being_inflated()
    {
        var bomb = Pack(new byte[64 * 1024 * 1024]);
        var room = new byte[CredentialFormat.MaximumInflatedLength];
        Zlib.TryInflate(bomb, bomb.Length, room, out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(Zlib.TryInflate(bomb, bomb.Length, room, out _));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000);
    }

    [Fact]
    public void A_stream_cut_anywhere_is_refused()
    {
        foreach (var packed in new[] { Pack(s_plain), Zlib.Deflate(s_plain) })
        {
            for (var length = 0; length < packed.Length; length++)
            {
                Assert.Null(Inflate(packed[..length]));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(100)]
    public void Bytes_after_the_end_are_refused(int count)
    {
        var packed = Zlib.Deflate(s_plain);
        Assert.Null(Inflate([.. packed, .. new byte[count]]));
        Assert.Null(Inflate([.. packed, .. packed[^4..]]));
        Assert.Null(Inflate([.. packed, .. packed]));
    }

    [Theory]
    [InlineData("78200000000100000000")]
    [InlineData("78BB00000001030000000001")]
    public void A_stream_that_asks_for_a_dictionary_is_refused(string hex) => Assert.Null(Inflate(Convert.FromHexString(hex)));

    [Fact]
    public void A_wrong_checksum_is_refused()
    {
        for (var bit = 0; bit < 32; bit++)
        {
            var packed = Zlib.Deflate(s_plain);
            packed[^(bit / 8 + 1)] ^= (byte)(1 << (bit % 8));
            Assert.Null(Inflate(packed));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("78DA")]
    [InlineData("789C030000000000")]
    [InlineData("1F8B0800000000000003030000000000000000000")]
    public void What_is_no_stream_is_refused(string hex) => Assert.Null(Inflate(Convert.FromHexString(hex[..(hex.Length / 2 * 2)])));

    private static byte[]? Inflate(byte[] packed, int room = CredentialFormat.MaximumInflatedLength)
    {
        var output = new byte[room];
        return Zlib.TryInflate(packed, packed.Length, output, out var written) ? output[..written] : null;
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.SmallestSize))
        {
            zlib.Write(bytes);
        }

        return output.ToArray();
    }
}
