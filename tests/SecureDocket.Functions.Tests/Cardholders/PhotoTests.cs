using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cardholders;

public sealed class PhotoTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly byte[] s_jpeg = File.ReadAllBytes(TestPeople.PhotoPath);
    private static readonly byte[] s_png = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(TestPeople.PhotoPath)!, "08.png"));

    public static TheoryData<string, byte[], int, string> BadPhotos => new()
    {
        { "a renamed text file", Encoding.UTF8.GetBytes("This is no picture, whatever its name says."), 415, "photo-format" },
        { "nothing", [], 415, "photo-format" },
        { "a truncated JPEG", s_jpeg[..(s_jpeg.Length / 2)], 422, "photo-truncated" },
        { "a PNG with a wrong CRC in its header", Flipped(s_png, 29), 422, "photo-corrupt" },
        { "a PNG with a wrong CRC in its pixels", Flipped(s_png, s_png.Length - 13), 422, "photo-corrupt" },
        { "a truncated PNG", s_png[..(s_png.Length / 2)], 422, "photo-truncated" },
        { "a PNG header of 50,000 x 50,000", Resized(s_png, 50_000, 50_000), 422, "photo-dimensions" },
        { "a PNG header of 1 x 1", Resized(s_png, 1, 1), 422, "photo-dimensions" },
    };

    [Theory]
    [InlineData("image/jpeg")]
    [InlineData("image/png")]
    public async Task A_photo_is_stored_and_shown_under_its_content_hash(string mediaType)
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        var upload = mediaType == "image/png" ? s_png : s_jpeg;
        var put = (await officer.PutAsync(PhotoOf(id), Caller.Bytes(upload, mediaType), "\"1\"")).Is(200).HasSafeHeaders();
        Assert.Equal("\"2\"", put.ETag);
        var photo = Reply.HasExactly((await officer.GetAsync($"/api/v1/cardholders/{id}")).Json["photo"], "hash", "width", "height", "href");

        using var field = api.As("Field.Officer");
        var shown = (await field.GetAsync(photo["href"]!.GetValue<string>())).Is(200).HasSafeHeaders();
        Assert.Equal(mediaType, shown.MediaType);
        Assert.Equal(photo["hash"]!.GetValue<string>(), Convert.ToHexStringLower(SHA256.HashData(shown.Bytes)));
    }

    [Theory]
    [MemberData(nameof(BadPhotos))]
    public async Task A_photo_that_is_none_is_refused_and_nothing_is_stored(string what, byte[] upload, int status, string code)
    {
        Assert.NotEmpty(what);
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        var before = api.Storage.Writes;
        foreach (var mediaType in new[] { "image/jpeg", "image/png" })
        {
            var refused = (await officer.PutAsync(PhotoOf(id), Caller.Bytes(upload, mediaType), "\"1\"")).IsProblem(status, code);
            Assert.Equal("photo", refused.Json["errors"]![0]!["field"]!.GetValue<string>());
        }

        Assert.Equal(before, api.Storage.Writes);
        Assert.Equal("\"1\"", (await officer.GetAsync($"/api/v1/cardholders/{id}")).ETag);
    }

    [Fact]
    public async Task An_oversize_photo_is_refused_with_413()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        var before = api.Storage.Writes;
        byte[] upload = [.. s_jpeg, .. new byte[1_048_577 - s_jpeg.Length]];
        (await officer.PutAsync(PhotoOf(id), Caller.Bytes(upload, "image/jpeg"), "\"1\"")).IsProblem(413, "body-too-large");
        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public async Task What_follows_the_picture_is_not_stored()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        byte[] upload = [.. s_jpeg, .. Encoding.ASCII.GetBytes("<?php smuggled(); ?>")];
        (await officer.PutAsync(PhotoOf(id), Caller.Bytes(upload, "image/jpeg"), "\"1\"")).Is(200);
        var shown = (await officer.GetAsync(PhotoOf(id))).Is(200);
        Assert.DoesNotContain("smuggled", Encoding.Latin1.GetString(shown.Bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image/gif")]
    [InlineData("application/octet-stream")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData(null)]
    public async Task Another_media_type_is_refused_with_415(string? mediaType)
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        (await officer.PutAsync(PhotoOf(id), Caller.Bytes(s_jpeg, mediaType), "\"1\"")).IsProblem(415, "unsupported-media-type");
    }

    [Fact]
    public async Task A_missing_if_match_is_refused_with_428()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        var before = api.Storage.Writes;
        (await officer.PutAsync(PhotoOf(id), Caller.Bytes(s_jpeg, "image/jpeg"))).IsProblem(428, "version-required");
        Assert.Equal(before, api.Storage.Writes);
    }

    [Theory]
    [InlineData("\"2\"")]
    [InlineData("\"0\"")]
    [InlineData("W/\"1\"")]
    [InlineData("1")]
    [InlineData("\"99999999999999999999\"")]
    public async Task A_stale_if_match_is_refused_with_412(string ifMatch)
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        var before = api.Storage.Writes;
        (await officer.PutAsync(PhotoOf(id), Caller.Bytes(s_jpeg, "image/jpeg"), ifMatch)).IsProblem(412, "version-mismatch");
        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public async Task A_photo_that_is_not_enrolled_is_not_found()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        (await officer.GetAsync(PhotoOf(id))).IsProblem(404, "no-such-photo");
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("nobody")]
    public async Task A_photo_of_an_unknown_cardholder_is_refused_and_not_stored(string id)
    {
        using var officer = api.As("Enrollment.Officer");
        var before = api.Storage.Writes;
        (await officer.PutAsync(PhotoOf(id), Caller.Bytes(s_jpeg, "image/jpeg"), "\"1\"")).IsProblem(404, "no-such-cardholder");
        (await officer.GetAsync(PhotoOf(id))).IsProblem(404, "no-such-cardholder");
        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public async Task Looking_at_a_photo_is_a_disclosure()
    {
        using var officer = api.As("Enrollment.Officer");
        var id = await TestPeople.EnrollAsync(officer.Client);
        await officer.PutAsync(PhotoOf(id), Caller.Bytes(s_jpeg, "image/jpeg"), "\"1\"");
        (await officer.GetAsync(PhotoOf(id))).Is(200);
        using var auditor = api.As("Docket.Auditor");
        var disclosures = (await auditor.GetAsync($"/api/v1/cardholders/{id}/disclosures")).Is(200).Json["disclosures"]!.AsArray();
        Assert.Contains(disclosures, found => JsonNode.DeepEquals(found!["fields"], new JsonArray("photo")));
    }

    private static string PhotoOf(string id) => $"/api/v1/cardholders/{id}/photo";

    private static byte[] Flipped(byte[] bytes, int at)
    {
        var copy = (byte[])bytes.Clone();
        copy[at] ^= 1;
        return copy;
    }

    // IHDR's data is at 16; its checksum covers the type before it and stands at 29.
    private static byte[] Resized(byte[] png, uint width, uint height)
    {
        var copy = (byte[])png.Clone();
        BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(16), width);
        BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(29), Checksum(copy.AsSpan(12, 17)));
        return copy;
    }

    private static uint Checksum(ReadOnlySpan<byte> covered)
    {
        var crc = uint.MaxValue;
        foreach (var value in covered)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}
