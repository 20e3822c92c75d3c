using System.Text;
using SecureDocket.Photos;
using Xunit;
using static SecureDocket.Tests.Photos.Intake;

namespace SecureDocket.Tests.Photos;

public sealed class JpegIntakeTests
{
    [Theory]
    [InlineData("camera.jpg", 416, 544)]
    [InlineData("restarts.jpg", 416, 544)]
    [InlineData("progressive.jpg", 416, 544)]
    [InlineData("grey.jpg", 416, 544)]
    [InlineData("separate-scans.jpg", 416, 544)]
    public void A_picture_from_a_real_encoder_is_accepted_and_accepting_it_again_changes_nothing(string name, int width, int height)
    {
        var photo = Accepted(Files.Fixture(name));

        Assert.Equal(("image/jpeg", width, height), (photo.MediaType, photo.Width, photo.Height));
        Assert.Matches("^[0-9a-f]{64}$", photo.Hash);
        Assert.Equal(photo, Accepted(photo.Bytes.ToArray()));
    }

    [Fact]
    public void A_picture_written_by_hand_is_accepted() => Accepted(new JpegBytes().Build());

    [Fact]
    public void Position_camera_thumbnail_comment_and_a_hidden_archive_do_not_survive()
    {
        var upload = Files.Fixture("camera.jpg");
        Assert.Contains("GPS", Metadata.Kinds(upload));
        Assert.Contains("Exif Thumbnail", Metadata.Kinds(upload));
        Assert.Contains("JpegComment", Metadata.Kinds(upload));
        Assert.Contains("notes.txt", Encoding.Latin1.GetString(upload), StringComparison.Ordinal);

        var photo = Accepted(upload);

        Assert.Empty(Metadata.Kinds(photo.Bytes));
        var left = Encoding.Latin1.GetString(photo.Bytes.Span);
        Assert.All(["Exif", "Lumen", "Counter", "counter", "notes.txt", "PK\u0003\u0004"], trace => Assert.DoesNotContain(trace, left, StringComparison.Ordinal));
        Assert.Equal([0xFF, 0xD9], left[^2..].Select(letter => (int)letter));
    }

    [Theory]
    [InlineData("camera.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("restarts.jpg")]
    public void A_picture_cut_anywhere_is_never_accepted(string name)
    {
        var whole = Accepted(Files.Fixture(name)).Bytes.ToArray();
        for (var length = 0; length < whole.Length; length += 97)
            Assert.True(PhotoIntake.Accept(whole.AsMemory(0, length)).IsRefused);
    }

    [Theory]
    [InlineData("camera.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("restarts.jpg")]
    public void A_jpeg_cut_in_the_middle_of_its_scan_is_refused_even_with_an_end_marker(string name)
    {
        var whole = Accepted(Files.Fixture(name)).Bytes.ToArray();
        for (var length = whole.Length - 3; length > whole.Length / 2; length -= 997)
            Assert.True(PhotoIntake.Accept((byte[])[.. whole[..length], 0xFF, 0xD9]).IsRefused);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(6, true)]
    [InlineData(6, false)]
    [InlineData(8, false)]
    public void A_picture_stored_turned_is_refused_with_a_hint(int orientation, bool littleEndian)
    {
        var upload = JpegBytes.Insert(new JpegBytes().Build(), 0xE1, ExifBytes.Segment(orientation, littleEndian));

        Refused(upload, PhotoCodes.Orientation);
        Assert.Contains("rotate it upright and save it again", PhotoIntake.Accept(upload).Refusals[0].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_picture_stored_upright_is_accepted_without_its_exif(bool littleEndian)
    {
        var plain = new JpegBytes().Build();

        Assert.Equal(Accepted(plain), Accepted(JpegBytes.Insert(plain, 0xE1, ExifBytes.Segment(1, littleEndian))));
    }

    [Fact]
    public void Every_fault_that_the_headers_show_is_named_at_once()
    {
        var picture = new JpegBytes { Width = 4000, Height = 3000, Frame = 0xC9 };
        picture.Extra.Add((0xE1, ExifBytes.Segment(6, false)));

        Refused(picture.Build(), PhotoCodes.Dimensions, PhotoCodes.Orientation, PhotoCodes.Unsupported);
    }

    [Theory]
    [InlineData(0xC3)]
    [InlineData(0xC5)]
    [InlineData(0xC9)]
    [InlineData(0xCA)]
    [InlineData(0xCF)]
    public void Lossless_hierarchical_and_arithmetic_frames_are_refused(byte frame) =>
        Refused(new JpegBytes { Frame = frame }.Build(), PhotoCodes.Unsupported);

    [Fact]
    public void A_real_arithmetic_picture_is_refused() => Refused(Files.Fixture("arithmetic.jpg"), PhotoCodes.Unsupported);

    [Fact]
    public void A_real_rgb_picture_is_refused_because_its_colours_need_a_segment_that_is_dropped() =>
        Refused(Files.Fixture("rgb.jpg"), PhotoCodes.Unsupported);

    [Fact]
    public void Twelve_bit_samples_are_refused() => Refused(new JpegBytes { Precision = 12, Frame = 0xC1 }.Build(), PhotoCodes.Unsupported);

    [Fact]
    public void Four_components_are_refused() =>
        Refused(new JpegBytes { Components = [[1, 0x11, 0], [2, 0x11, 0], [3, 0x11, 0], [4, 0x11, 0]] }.Build(), PhotoCodes.Unsupported);

    [Fact]
    public void A_quantisation_table_that_is_not_there_is_noticed() =>
        Refused(new JpegBytes { WithQuantisation = false }.Build(), PhotoCodes.Truncated);

    [Fact]
    public void A_huffman_table_that_is_not_there_is_noticed() => Refused(new JpegBytes { WithHuffman = false }.Build(), PhotoCodes.Truncated);

    [Fact]
    public void A_missing_end_marker_is_noticed() => Refused(new JpegBytes { WithEnd = false }.Build(), PhotoCodes.Truncated);

    [Fact]
    public void A_scan_that_ends_early_is_truncated() => Refused(new JpegBytes { ExtraBlocks = -9 }.Build(), PhotoCodes.Truncated);

    [Fact]
    public void A_scan_with_something_behind_its_last_block_is_corrupt() =>
        Refused(new JpegBytes { ExtraBlocks = 400 }.Build(), PhotoCodes.Corrupt);

    [Fact]
    public void A_quantisation_table_with_a_zero_is_corrupt() => Refused(new JpegBytes { Quantisation = new byte[65] }.Build(), PhotoCodes.Corrupt);

    [Fact]
    public void Whatever_follows_the_end_marker_is_dropped() =>
        Assert.Equal(Accepted(new JpegBytes().Build()), Accepted(new JpegBytes { Trailer = [.. "PK\u0003\u0004 and so on"u8] }.Build()));

    [Fact]
    public void A_flood_of_empty_segments_is_refused()
    {
        var picture = new JpegBytes();
        picture.Extra.AddRange(Enumerable.Repeat<(byte, byte[])>((0xFE, []), 5000));

        Refused(picture.Build(), PhotoCodes.Corrupt);
    }

    [Fact]
    public void A_header_of_fifty_thousand_pixels_square_costs_nothing()
    {
        var upload = new JpegBytes { Width = 50_000, Height = 50_000, ExtraBlocks = -6250 * 6250 }.Build();
        Refused(upload, PhotoCodes.Dimensions);

        var before = GC.GetAllocatedBytesForCurrentThread();
        PhotoIntake.Accept(upload);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    [Fact]
    public void A_renamed_text_file_is_not_a_picture() => Refused([.. "Dear officer, this is my photo."u8], PhotoCodes.Format);

    [Fact]
    public void No_bytes_are_not_a_picture() => Refused([], PhotoCodes.Format);

    [Fact]
    public void More_than_a_mebibyte_is_too_large() =>
        Refused(new JpegBytes { Trailer = new byte[PhotoIntake.MaximumBytes] }.Build(), PhotoCodes.TooLarge);

    [Fact]
    public void A_large_file_of_another_kind_is_told_both() => Refused(new byte[PhotoIntake.MaximumBytes + 1], PhotoCodes.TooLarge, PhotoCodes.Format);
}
