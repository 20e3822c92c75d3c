using System.Buffers.Binary;
using System.IO.Compression;
using SecureDocket.Photos;
using SecureDocket.Testing;
using Xunit;
using static SecureDocket.Tests.Photos.Intake;

namespace SecureDocket.Tests.Photos;

/// <summary>A photo is kept without its profile: one that would be shown in other colours then is named and refused.</summary>
public sealed class PhotoColourTests
{
    public static TheoryData<string, byte[], string> Others => new()
    {
        { "Display P3", IccBytes.Profile(IccBytes.DisplayP3, IccBytes.SRgbCurve), "Display P3" },
        { "Display P3 with a table", IccBytes.Profile(IccBytes.DisplayP3, IccBytes.Table()), "Display P3" },
        { "Adobe RGB", IccBytes.Profile(IccBytes.AdobeRgb, IccBytes.Gamma(2.2)), "Adobe RGB" },
        { "ProPhoto", IccBytes.Profile(IccBytes.ProPhoto, IccBytes.Gamma(1.8)), "a colour space other than sRGB" },
        { "an old Macintosh", IccBytes.Profile(IccBytes.SRgb, IccBytes.Gamma(1.8)), "a colour space other than sRGB" },
    };

    public static TheoryData<string, byte[]> Same => new()
    {
        { "sRGB", IccBytes.Profile(IccBytes.SRgb, IccBytes.SRgbCurve) },
        { "sRGB with a table", IccBytes.Profile(IccBytes.SRgb, IccBytes.Table()) },
        { "nearly sRGB", IccBytes.Profile(IccBytes.SRgb, IccBytes.Gamma(2.2)) },
        { "cut", IccBytes.Profile(IccBytes.DisplayP3, IccBytes.SRgbCurve)[..200] },
        { "nothing", new byte[300] },
    };

    [Fact]
    public void The_case_of_a_profile_is_named_and_refused() => Named(Case("photo-display-p3"), "Display P3");

    [Fact]
    public void The_case_of_a_final_restart_marker_is_sound()
    {
        var photo = Accepted(Case("photo-restart-marker-before-eoi"));
        Assert.Equal(photo, Accepted(photo.Bytes.ToArray()));
        Assert.NotEqual(0xFF, photo.Bytes.Span[^4]);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void A_profile_that_changes_the_colours_is_named_and_refused(string kind, byte[] profile, string name)
    {
        Assert.NotEmpty(kind);
        foreach (var fixture in new[] { "camera.jpg", "progressive.jpg", "separate-scans.jpg", "restarts.jpg" })
        {
            Named(WithProfile(Files.Fixture(fixture), profile, 1), name);
            Named(WithProfile(Files.Fixture(fixture), profile, 3), name);
        }

        Named(Png(Compressed(profile)), name);
    }

    [Theory]
    [MemberData(nameof(Same))]
    public void A_profile_that_changes_nothing_is_dropped(string kind, byte[] profile)
    {
        Assert.NotEmpty(kind);
        Assert.Equal(Accepted(Files.Fixture("camera.jpg")), Accepted(WithProfile(Files.Fixture("camera.jpg"), profile, 2)));
        Assert.Equal(Accepted(Png()), Accepted(Png(Compressed(profile))));
    }

    [Fact]
    public void A_grey_picture_is_grey_in_every_colour_space()
    {
        foreach (var colorants in new[] { IccBytes.DisplayP3, IccBytes.AdobeRgb })
        {
            var profile = IccBytes.Profile(colorants, colorants == IccBytes.AdobeRgb ? IccBytes.Gamma(2.2) : IccBytes.SRgbCurve);
            Accepted(WithProfile(Files.Fixture("grey.jpg"), profile, 1));
            Accepted(WithProfile(new JpegBytes { Components = [[1, 0x11, 0], [2, 0x11, 0], [3, 0x11, 0]] }.Build(), profile, 1));
            foreach (var colour in new byte[] { 2, 6, 3 })
            {
                Accepted(Png(colour, tint: 0, Compressed(profile)));
                Accepted(Png(colour, tint: 4, Compressed(profile)));
                Named(Png(colour, tint: 90, Compressed(profile)), colorants == IccBytes.AdobeRgb ? "Adobe RGB" : "Display P3");
            }
        }
    }

    [Fact]
    public void Every_filter_of_a_PNG_is_undone_before_its_colours_are_judged()
    {
        var profile = Compressed(IccBytes.Profile(IccBytes.DisplayP3, IccBytes.SRgbCurve));
        for (byte filter = 1; filter <= 4; filter++)
        {
            // Only the first pixel of a row differs from 0, and every filter but Up repeats it from the left.
            var rows = new byte[600 * 1801];
            for (var row = 0; row < 600; row++)
            {
                rows[row * 1801] = row == 0 ? (byte)1 : filter;
                rows.AsSpan(row * 1801 + 1, 3).Fill((byte)(row == 0 ? 120 : 0));
            }

            Accepted(new PngBytes { Before = { profile }, Rows = rows }.Build());
            rows[599 * 1801 + 900] = 60;
            Named(new PngBytes { Before = { profile }, Rows = rows }.Build(), "Display P3");
        }
    }

    [Theory]
    [InlineData(0xFFFF, "R03", true)]
    [InlineData(2, "R98", true)]
    [InlineData(1, "R98", false)]
    [InlineData(0xFFFF, "R98", false)]
    public void A_camera_that_marks_Adobe_RGB_in_its_metadata_alone_is_believed(int space, string option, bool isAdobe)
    {
        var exif = ExifBytes.Colours(space, option);
        byte[][] files = [JpegBytes.Insert(Files.Fixture("camera.jpg"), 0xE1, [.. "Exif\0\0"u8, .. exif]), Png(("eXIf", exif))];
        foreach (var file in files)
        {
            if (isAdobe)
                Named(file, "Adobe RGB");
            else
                Accepted(file);
        }

        // A profile says it better.
        Accepted(WithProfile(files[0], IccBytes.Profile(IccBytes.SRgb, IccBytes.SRgbCurve), 1));
    }

    [Fact]
    public void The_gamma_and_the_primaries_of_a_PNG_count_like_a_profile()
    {
        byte[] standard = Words(31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000);
        byte[] p3 = Words(31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000);
        Accepted(Png(("gAMA", Words(45455))));
        Accepted(Png(("gAMA", Words(45455)), ("cHRM", standard)));
        Accepted(Png(("gAMA", Words(0))));
        Accepted(Png(("cHRM", standard)));
        Named(Png(("gAMA", Words(100_000))), "a gamma other than that of sRGB");
        Named(Png(("gAMA", Words(55_556))), "a gamma other than that of sRGB");
        Named(Png(0, 0, ("gAMA", Words(100_000))), "a gamma other than that of sRGB");
        Named(Png(("gAMA", Words(45455)), ("cHRM", p3)), "Display P3");
        Named(Png(("cHRM", p3)), "Display P3");
        Accepted(Png(0, 0, ("cHRM", p3)));
        Accepted(Png(("sRGB", [0]), ("gAMA", Words(100_000)), ("cHRM", p3)));
        Named(Png(("cICP", [12, 13, 0, 1])), "Display P3");
        Named(Png(("cICP", [9, 16, 0, 1])), "a colour space other than sRGB");
        Accepted(Png(("cICP", [1, 13, 0, 1]), ("gAMA", Words(100_000))));

        // What follows the pixels is not for them.
        Accepted(new PngBytes { Rows = Rows(2, 90), After = { ("gAMA", Words(100_000)) } }.Build());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void An_orientation_that_does_not_exist_is_upright(int orientation)
    {
        foreach (var little in new[] { true, false })
        {
            Accepted(JpegBytes.Insert(new JpegBytes().Build(), 0xE1, ExifBytes.Segment(orientation, little)));
            Accepted(Png(("eXIf", ExifBytes.Tiff(orientation, little))));
        }
    }

    [Theory]
    [InlineData("camera.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("separate-scans.jpg")]
    [InlineData("restarts.jpg")]
    [InlineData("grey.jpg")]
    public void A_restart_marker_after_the_last_block_is_sound_whatever_its_number(string fixture)
    {
        var file = Accepted(Files.Fixture(fixture)).Bytes.ToArray();
        for (byte number = 0xD0; number <= 0xD7; number++)
        {
            Assert.Equal(Accepted(file), Accepted([.. file[..^2], 0xFF, number, 0xFF, 0xD9]));
            Refused([.. file[..^2], 0xFF, number, 0x12, 0xFF, 0xD9], PhotoCodes.Corrupt);
        }
    }

    private static void Named(byte[] file, string name)
    {
        var refusal = Assert.Single(PhotoIntake.Accept(file).Refusals);
        Assert.Equal((PhotoCodes.Unsupported, "photo"), (refusal.Code, refusal.Field));
        Assert.Equal($"The picture is stored in {name}, and its colours would change; convert it to sRGB and save it again, or take it in at the desk, which converts it.", refusal.Detail);
    }

    private static byte[] Case(string name) => File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "cases", "photos", $"{name}.jpg"));

    private static byte[] WithProfile(byte[] jpeg, byte[] profile, int segments) =>
        IccBytes.Segments(profile, segments).Aggregate(jpeg, (file, payload) => JpegBytes.Insert(file, 0xE2, payload));

    private static (string, byte[]) Compressed(byte[] profile)
    {
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(profile);
        return ("iCCP", [.. "profile\0\0"u8, .. memory.ToArray()]);
    }

    private static byte[] Png(params (string, byte[])[] before) => Png(2, 90, before);

    private static byte[] Png(byte colourType, byte tint, params (string, byte[])[] before)
    {
        var file = new PngBytes { ColourType = colourType, Rows = Rows(colourType, tint) };
        file.Before.AddRange(before);
        if (colourType == 3)
            file.Before.Add(("PLTE", [100, 100, 100, (byte)(100 + tint), 100, 100]));
        return file.Build();
    }

    // All pixels are grey but the last, whose red is stronger.
    private static byte[] Rows(byte colourType, byte tint)
    {
        var step = colourType switch { 2 => 3, 6 => 4, _ => 1 };
        var rows = new byte[600 * (1 + 600 * step)];
        if (step > 1)
        {
            for (var at = 0; at < rows.Length; at++)
                rows[at] = (byte)(at % (1 + 600 * step) == 0 ? 0 : 100);
            rows[^step] += tint;
        }

        return rows;
    }

    private static byte[] Words(params int[] values)
    {
        var bytes = new byte[4 * values.Length];
        for (var at = 0; at < values.Length; at++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * at), values[at]);
        return bytes;
    }
}
