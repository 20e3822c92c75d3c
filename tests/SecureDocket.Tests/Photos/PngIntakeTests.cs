using SecureDocket.Photos;
using Xunit;
using static SecureDocket.Tests.Photos.Intake;

namespace SecureDocket.Tests.Photos;

public sealed class PngIntakeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    public void A_picture_of_any_colour_type_is_accepted_and_accepting_it_again_changes_nothing(byte colourType)
    {
        var photo = Accepted(new PngBytes { ColourType = colourType }.Build());

        Assert.Equal(("image/png", 600, 600), (photo.MediaType, photo.Width, photo.Height));
        Assert.Equal(photo, Accepted(photo.Bytes.ToArray()));
    }

    [Fact]
    public void A_picture_with_palette_and_transparency_keeps_both()
    {
        var picture = new PngBytes { ColourType = 3 };
        picture.Before.AddRange([("PLTE", [10, 20, 30, 40, 50, 60]), ("tRNS", [255, 0])]);

        var bytes = picture.Build();

        Assert.Equal(bytes, Accepted(bytes).Bytes.ToArray());
    }

    [Fact]
    public void Text_profile_position_and_trailing_bytes_do_not_survive()
    {
        var plain = new PngBytes().Build();
        var picture = new PngBytes { Trailer = [.. "PK\u0003\u0004 and so on"u8] };
        picture.Before.AddRange([("tEXt", [.. "Author\0Counter 4"u8]), ("eXIf", ExifBytes.Tiff(1, true)), ("gAMA", [0, 0, 177, 143]), ("prVt", [1, 2, 3])]);
        picture.After.Add(("tIME", [7, 234, 9, 14, 10, 2, 11]));
        Assert.NotEmpty(Metadata.Kinds(picture.Build()));

        var photo = Accepted(picture.Build());

        Assert.Equal(plain, photo.Bytes.ToArray());
        Assert.Empty(Metadata.Kinds(photo.Bytes));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_picture_stored_turned_is_refused(bool littleEndian)
    {
        var picture = new PngBytes();
        picture.After.Add(("eXIf", ExifBytes.Tiff(6, littleEndian)));

        Refused(picture.Build(), PhotoCodes.Orientation);
    }

    [Fact]
    public void A_wrong_checksum_anywhere_is_noticed()
    {
        var picture = new PngBytes();
        picture.Before.Add(("tEXt", [.. "Author\0Counter 4"u8]));
        var bytes = picture.Build();
        for (var at = 8; at < bytes.Length; at += 7)
        {
            bytes[at] ^= 0x10;
            Assert.True(PhotoIntake.Accept(bytes).IsRefused);
            bytes[at] ^= 0x10;
        }
        Accepted(bytes);
    }

    [Fact]
    public void A_picture_cut_anywhere_is_never_accepted()
    {
        var whole = File.ReadAllBytes(Files.Roster("photos/08.png"));
        for (var length = 0; length < whole.Length; length += 97)
            Assert.True(PhotoIntake.Accept(whole.AsMemory(0, length)).IsRefused);
    }

    [Fact]
    public void A_compression_bomb_is_stopped_at_the_first_byte_too_many()
    {
        var upload = new PngBytes { Rows = new byte[200_000_000] }.Build();

        Refused(upload, PhotoCodes.Corrupt);

        var before = GC.GetAllocatedBytesForCurrentThread();
        PhotoIntake.Accept(upload);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    [Theory]
    [InlineData(1, PhotoCodes.Corrupt)]
    [InlineData(-1, PhotoCodes.Truncated)]
    public void A_byte_of_pixels_too_many_or_too_few_is_noticed(int more, string code) =>
        Refused(new PngBytes { Rows = new byte[600 * 1801 + more] }.Build(), code);

    [Fact]
    public void An_unknown_filter_is_noticed()
    {
        var rows = new byte[600 * 1801];
        rows[1801 * 599] = 5;

        Refused(new PngBytes { Rows = rows }.Build(), PhotoCodes.Corrupt);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(9000)]
    public void Bytes_hidden_behind_the_compressed_pixels_are_noticed(int count) =>
        Refused(new PngBytes { Smuggled = new byte[count] }.Build(), PhotoCodes.Corrupt);

    [Fact]
    public void A_second_set_of_pixels_behind_the_first_is_noticed() =>
        Refused(new PngBytes { Smuggled = PngBytes.Compress(new byte[600 * 1801]) }.Build(), PhotoCodes.Corrupt);

    [Fact]
    public void An_animation_is_refused()
    {
        var picture = new PngBytes();
        picture.Before.Add(("acTL", [0, 0, 0, 2, 0, 0, 0, 0]));

        Refused(picture.Build(), PhotoCodes.Unsupported);
    }

    [Fact]
    public void Interlace_and_sixteen_bits_and_size_are_all_named()
    {
        var picture = new PngBytes { Width = 10, Height = 10, Depth = 16, Interlace = 1 };

        Refused(picture.Build(), PhotoCodes.Dimensions, PhotoCodes.Unsupported, PhotoCodes.Unsupported);
    }

    [Fact]
    public void A_header_of_fifty_thousand_pixels_square_costs_nothing()
    {
        var upload = new PngBytes { Width = 50_000, Height = 50_000, Rows = new byte[100] }.Build();
        Refused(upload, PhotoCodes.Dimensions);

        var before = GC.GetAllocatedBytesForCurrentThread();
        PhotoIntake.Accept(upload);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024);
    }

    [Fact]
    public void A_second_header_is_noticed()
    {
        var picture = new PngBytes();
        picture.Before.Add(("IHDR", [0, 0, 2, 88, 0, 0, 2, 88, 8, 2, 0, 0, 0]));

        Refused(picture.Build(), PhotoCodes.Corrupt);
    }

    [Fact]
    public void An_unknown_part_that_calls_itself_critical_is_refused()
    {
        var picture = new PngBytes();
        picture.Before.Add(("PRVT", [1]));

        Refused(picture.Build(), PhotoCodes.Unsupported);
    }

    [Fact]
    public void An_indexed_picture_without_its_palette_is_refused() =>
        Refused(new PngBytes { ColourType = 3 }.Build(), PhotoCodes.Truncated);

    [Fact]
    public void Pixels_in_two_places_are_refused()
    {
        var picture = new PngBytes();
        picture.After.AddRange([("tIME", [7, 234, 9, 14, 10, 2, 11]), ("IDAT", [1])]);

        Refused(picture.Build(), PhotoCodes.Corrupt);
    }
}
