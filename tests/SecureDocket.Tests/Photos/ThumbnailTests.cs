using System.Buffers.Binary;
using SecureDocket.Credentials;
using SecureDocket.Photos;
using Xunit;

namespace SecureDocket.Tests.Photos;

public sealed class ThumbnailTests
{
    private static readonly byte[] s_webp = Files.Fixture("face.webp");
    private static readonly byte[] s_jpeg = Files.Fixture("face.jpg");

    [Fact]
    public void A_small_picture_is_taken_as_it_is()
    {
        foreach (var (format, file) in (IEnumerable<(FaceFormat, byte[])>)[(FaceFormat.Webp, s_webp), (FaceFormat.Jpeg, s_jpeg), (FaceFormat.Webp, Lossless(128, 96))])
        {
            var (found, bytes) = Taken(file);
            Assert.Equal(format, found);
            Assert.Equal(file, bytes);
        }
    }

    [Theory]
    [InlineData(16, 16, true)]
    [InlineData(128, 128, true)]
    [InlineData(96, 128, true)]
    [InlineData(95, 128, false)]
    [InlineData(15, 16, false)]
    [InlineData(129, 128, false)]
    [InlineData(16384, 16384, false)]
    public void Only_a_small_picture_about_as_wide_as_high_is_taken(int width, int height, bool taken) =>
        Assert.Equal(taken, !Thumbnail.Accept(Lossless(width, height)).IsRefused);

    [Fact]
    public void What_is_cut_or_followed_by_anything_is_refused()
    {
        foreach (var file in (byte[][])[s_webp, s_jpeg, Lossless(16, 16)])
        {
            for (var length = 0; length < file.Length; length++)
            {
                Refused(file[..length]);
            }

            Refused([.. file, 0]);
        }
    }

    [Fact]
    public void A_picture_with_metadata_is_refused()
    {
        foreach (var kind in (string[])["EXIF", "XMP ", "ICCP", "ALPH", "ANIM"])
        {
            Refused(Riff([.. s_webp.AsSpan(12), .. Chunk(kind, [1, 2])]));
            Refused(Riff([.. Chunk("VP8X", [0, 0, 0, 0, 15, 0, 0, 15, 0, 0]), .. Chunk(kind, [1, 2]), .. s_webp.AsSpan(12)]));
        }

        byte[] comment = [0xFF, 0xFE, 0, 4, 1, 2];
        byte[] exif = [0xFF, 0xE1, 0, 8, (byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0];
        byte[] profile = [0xFF, 0xE2, 0, 4, 1, 2];
        byte[] otherApplication = [0xFF, 0xE0, 0, 7, (byte)'J', (byte)'F', (byte)'X', (byte)'X', 0];
        foreach (var segment in (byte[][])[comment, exif, profile, otherApplication])
        {
            Refused([.. s_jpeg.AsSpan(0, 2), .. segment, .. s_jpeg.AsSpan(2)]);
        }
    }

    [Fact]
    public void Other_files_and_large_ones_are_refused()
    {
        Refused([]);
        Refused([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. new byte[50]]);
        Refused(new byte[CredentialFormat.MaximumFaceBytes]);
        var largest = Riff(Chunk("VP8L", [.. Lossless(16, 16).AsSpan(20, 5), .. new byte[675]]));
        Assert.Equal(CredentialFormat.MaximumFaceBytes, largest.Length);
        Assert.Equal(FaceFormat.Webp, Taken(largest).Format);
        Refused(Riff(Chunk("VP8L", [.. Lossless(16, 16).AsSpan(20, 5), .. new byte[677]])));
        Assert.Equal("invalid", Assert.Single(Thumbnail.Accept(new byte[701]).Refusals).Code);
    }

    [Fact]
    public void No_changed_byte_makes_it_throw()
    {
        var random = new Random(62);
        for (var i = 0; i < 20_000; i++)
        {
            var file = (byte[])(i % 2 == 0 ? s_webp : s_jpeg).Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            Assert.All(Thumbnail.Accept(file).Refusals, refusal => Assert.Equal(("invalid", "thumbnail"), (refusal.Code, refusal.Field)));
        }
    }

    private static (FaceFormat Format, byte[] Bytes) Taken(byte[] file)
    {
        var face = Thumbnail.Accept(file);
        Assert.Empty(face.Refusals);
        return (face.Value!.Format, face.Value.Bytes.ToArray());
    }

    private static void Refused(byte[] file) => Assert.Equal("thumbnail", Assert.Single(Thumbnail.Accept(file).Refusals).Field);

    private static byte[] Lossless(int width, int height)
    {
        var data = new byte[12];
        data[0] = 0x2F;
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(1), (uint)((width - 1) | (height - 1) << 14));
        return Riff(Chunk("VP8L", data));
    }

    private static byte[] Chunk(string kind, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[8 + data.Length + data.Length % 2];
        System.Text.Encoding.ASCII.GetBytes(kind, chunk);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), data.Length);
        data.CopyTo(chunk.AsSpan(8));
        return chunk;
    }

    private static byte[] Riff(ReadOnlySpan<byte> chunks)
    {
        var file = new byte[12 + chunks.Length];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WEBP"u8.CopyTo(file.AsSpan(8));
        chunks.CopyTo(file.AsSpan(12));
        return file;
    }
}
