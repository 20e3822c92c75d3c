using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Azure.Tests.StandIns;

public sealed class TablesWireTestsOfValues(AzuriteFixture azurite) : TablesWireTest(azurite)
{
    public enum Colour
    {
        Red,
        Green,
    }

    public static TheoryData<object> Values => new(
        "text",
        "",
        "quote\" back\\ newline\n Ünï ደ 👩‍👧 <&>",
        "NaN",
        0,
        int.MinValue,
        int.MaxValue,
        0L,
        long.MinValue,
        long.MaxValue,
        0.5,
        5.0,
        -1e-300,
        1.7976931348623157E+308 / 10,
        double.NaN,
        true,
        false,
        Guid.Parse("11223344-5566-7788-99aa-bbccddeeff00"),
        new DateTimeOffset(2026, 2, 28, 23, 59, 59, TimeSpan.Zero).AddTicks(1234567),
        Array.Empty<byte>(),
        (byte[])[0, 1, 0x7f, 0x80, 0xff]);

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public async Task A_value_comes_back_with_its_type_and_every_digit(object value)
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Value"] = value });

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value["Value"];

        Assert.IsType(value.GetType(), read);
        Assert.Equal(value, read);
    }

    [Fact]
    public async Task Typed_getters_read_each_type_and_null_for_what_is_missing()
    {
        var time = new DateTime(2026, 2, 28, 23, 59, 59, DateTimeKind.Utc);
        await Table.AddEntityAsync(new TableEntity("p", "r")
        {
            ["String"] = "s",
            ["Int32"] = 1,
            ["Int64"] = 2L,
            ["Double"] = 2.5,
            ["Boolean"] = true,
            ["Guid"] = Guid.AllBitsSet,
            ["Time"] = time,
            ["Binary"] = new BinaryData([1, 2]),
        });

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal("s", read.GetString("String"));
        Assert.Equal(1, read.GetInt32("Int32"));
        Assert.Equal(2L, read.GetInt64("Int64"));
        Assert.Equal(2.5, read.GetDouble("Double"));
        Assert.True(read.GetBoolean("Boolean"));
        Assert.Equal(Guid.AllBitsSet, read.GetGuid("Guid"));
        Assert.Equal(time, read.GetDateTime("Time"));
        Assert.Equal(DateTimeKind.Utc, read.GetDateTime("Time")!.Value.Kind);
        Assert.Equal(new DateTimeOffset(time), read.GetDateTimeOffset("Time"));
        Assert.Equal([1, 2], read.GetBinary("Binary"));
        Assert.Equal([1, 2], read.GetBinaryData("Binary").ToArray());
        Assert.Null(read.GetInt64("None"));
        Assert.Throws<InvalidOperationException>(() => read.GetInt32("String"));
    }

    [Fact]
    public async Task A_time_with_an_offset_comes_back_as_the_same_moment_in_utc()
    {
        var local = new DateTimeOffset(2026, 7, 1, 8, 30, 0, TimeSpan.FromHours(-5));
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Time"] = local });

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value.GetDateTimeOffset("Time")!.Value;

        Assert.Equal(TimeSpan.Zero, read.Offset);
        Assert.Equal(local.UtcDateTime, read.UtcDateTime);
    }

    [Fact]
    public async Task A_null_property_is_not_stored()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["None"] = null, ["Some"] = 1 });

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.False(read.ContainsKey("None"));
        Assert.Equal(1, read.GetInt32("Some"));
    }

    // The service knows infinities; the official client's JSON writer does not, so no caller may count on them.
    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public async Task An_infinite_number_is_refused_before_anything_is_sent(double value) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Table.AddEntityAsync(new TableEntity("p", "r") { ["Value"] = value }));

    [Fact]
    public async Task A_class_is_mapped_by_its_properties()
    {
        Sample sample = new()
        {
            PartitionKey = "p",
            RowKey = "r",
            Text = "t",
            Count = 3,
            Large = long.MaxValue,
            Ratio = 2,
            Maybe = null,
            Colour = Colour.Green,
            MaybeColour = Colour.Green,
            Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Bytes = [9, 8],
            Renamed = "other",
            Ignored = "never stored",
        };
        var added = await Table.AddEntityAsync(sample);

        var read = (await Table.GetEntityAsync<Sample>("p", "r")).Value;
        Assert.Equal(("t", 3, long.MaxValue, 2.0), (read.Text, read.Count, read.Large, read.Ratio));
        Assert.Equal((null, Colour.Green, Colour.Green), (read.Maybe, read.Colour, read.MaybeColour));
        Assert.Equal(sample.Time, read.Time);
        Assert.Equal(sample.Bytes, read.Bytes);
        Assert.Equal("other", read.Renamed);
        Assert.Null(read.Ignored);
        Assert.Equal(added.Headers.ETag, read.ETag);
        Assert.NotNull(read.Timestamp);

        var row = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.Equal("Green", row.GetString("Colour"));
        Assert.Equal("other", row.GetString("short"));
        Assert.False(row.ContainsKey("Ignored"));
    }

    // 64 KiB is the limit for one property: 32 Ki characters (two bytes each) or 64 Ki bytes.
    [Fact]
    public async Task A_text_of_64_KiB_is_stored_and_one_character_more_is_refused()
    {
        await Table.AddEntityAsync(new TableEntity("p", "fits") { ["Text"] = new string('x', 32 * 1024) });
        var refused = await Assert.ThrowsAsync<RequestFailedException>(
            () => Table.AddEntityAsync(new TableEntity("p", "not") { ["Text"] = new string('x', (32 * 1024) + 1) }));

        Assert.Equal((400, "PropertyValueTooLarge"), (refused.Status, refused.ErrorCode));
        Assert.Equal(32 * 1024, (await Table.GetEntityAsync<TableEntity>("p", "fits")).Value.GetString("Text").Length);
    }

    [Fact]
    public async Task A_binary_of_64_KiB_is_stored_and_one_byte_more_is_refused()
    {
        await Table.AddEntityAsync(new TableEntity("p", "fits") { ["Bytes"] = new byte[64 * 1024] });
        var refused = await Assert.ThrowsAsync<RequestFailedException>(
            () => Table.AddEntityAsync(new TableEntity("p", "not") { ["Bytes"] = new byte[(64 * 1024) + 1] }));

        Assert.Equal((400, "PropertyValueTooLarge"), (refused.Status, refused.ErrorCode));
    }

    // The service counts what it stores (text in UTF-16) in every call; Azurite counts the JSON body, and only when an
    // entity is updated or upserted. So: an upsert, and far above the limit by either count.
    [Fact]
    public async Task An_entity_above_1_MiB_is_refused()
    {
        TableEntity entity = new("p", "r");
        for (var i = 0; i < 34; i++)
        {
            entity[$"Text{i}"] = new string('x', 32 * 1024);
        }

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Table.UpsertEntityAsync(entity));

        Assert.Equal((400, "EntityTooLarge"), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task A_key_with_a_forbidden_character_is_refused_with_400()
    {
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Table.AddEntityAsync(new TableEntity("p", "a/b")));

        Assert.Equal(400, refused.Status);
    }

    public sealed class Sample : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public string? Text { get; set; }

        public int Count { get; set; }

        public long Large { get; set; }

        public double Ratio { get; set; }

        public int? Maybe { get; set; }

        public Colour Colour { get; set; }

        public Colour? MaybeColour { get; set; }

        public DateTimeOffset Time { get; set; }

        public byte[]? Bytes { get; set; }

        [DataMember(Name = "short")]
        public string? Renamed { get; set; }

        [IgnoreDataMember]
        public string? Ignored { get; set; }
    }
}
