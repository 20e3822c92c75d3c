using System.Text.Json.Nodes;
using SecureDocket.Credentials.Interop;
using Xunit;

namespace SecureDocket.Credentials.Tests.Status;

public sealed class StatusListTests
{
    [Fact]
    public void Entries_fill_a_byte_from_its_lowest_bits()
    {
        var list = StatusList.Create(2, 12);
        int[] values = [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3];
        for (var index = 0; index < values.Length; index++)
        {
            list[index] = values[index];
        }

        // The draft's 2-bit example.
        Assert.Equal("C944F9", Convert.ToHexString(list.Bytes));
    }

    [Fact]
    public void An_entry_can_be_set_again_without_touching_its_neighbours()
    {
        var list = StatusList.Create(2, 8);
        list[2] = 3;
        list[3] = 2;
        list[2] = 1;
        Assert.Equal([0, 0, 1, 2, 0, 0, 0, 0], Enumerable.Range(0, 8).Select(index => list[index]));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(8)]
    public void An_index_outside_the_list_is_refused(int index)
    {
        var list = StatusList.Create(2, 8);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[index]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[index] = 1);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void A_value_beyond_the_bits_is_refused(int value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StatusList.Create(2, 8)[0] = value);

    [Theory]
    [InlineData(3, 8)]
    [InlineData(0, 8)]
    [InlineData(2, 3)]
    [InlineData(2, 0)]
    [InlineData(8, (1 << 20) + 1)]
    public void A_list_of_half_bytes_or_odd_bits_or_too_many_entries_is_refused(int bits, int entries) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StatusList.Create(bits, entries));

    [Fact]
    public void What_is_compressed_comes_back()
    {
        var list = StatusList.ForCards();
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            list[random.Next(list.Count)] = random.Next(4);
        }

        Assert.True(StatusList.TryDecompress(2, list.Compress(), out var back));
        Assert.Equal(list.Bytes, back.Bytes);
    }

    [Fact]
    public void A_list_of_a_million_cards_with_one_in_a_hundred_set_fits_40_kilobytes()
    {
        var list = StatusList.ForCards();
        var random = new Random(11);
        for (var i = 0; i < StatusList.CardEntries / 100; i++)
        {
            list[random.Next(list.Count)] = 1 + random.Next(3);
        }

        Assert.InRange(list.Compress().Length, 1, 40_000);
    }

    [Fact]
    public void A_stream_that_inflates_beyond_a_megabyte_is_refused()
    {
        using var output = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(output, System.IO.Compression.CompressionLevel.SmallestSize))
        {
            zlib.Write(new byte[StatusList.MaximumBytes + 1]);
        }

        Assert.False(StatusList.TryDecompress(8, output.ToArray(), out _));
    }

    [VectorFact]
    public void The_drafts_lists_are_read_entry_by_entry()
    {
        var vectors = Vectors.Read("status-list", "token-status-list.json");
        foreach (var vector in vectors["small"]!.AsArray())
        {
            var list = Decode(vector!);
            Assert.Equal(vector!["bytes"]!.GetValue<string>(), Convert.ToHexString(list.Bytes), ignoreCase: true);
            Assert.Equal(vector["statuses"]!.AsArray().Select(status => status!.GetValue<int>()), Enumerable.Range(0, list.Count).Select(index => list[index]));
        }

        foreach (var vector in vectors["large"]!.AsArray())
        {
            var list = Decode(vector!);
            Assert.Equal(vector!["entries"]!.GetValue<int>(), list.Count);
            var expected = vector["nonzero"]!.AsObject().ToDictionary(entry => int.Parse(entry.Key, null), entry => entry.Value!.GetValue<int>());
            Assert.Equal(expected.Where(entry => entry.Value != 0).OrderBy(entry => entry.Key), Nonzero(list).OrderBy(entry => entry.Key));
        }
    }

    private static StatusList Decode(JsonNode vector)
    {
        var map = CborValue.Read(Convert.FromHexString(vector["cbor"]!.GetValue<string>()))!;
        Assert.Equal(vector["bits"]!.GetValue<int>(), map["bits"]!.Integer);
        Assert.True(StatusList.TryDecompress(map["bits"]!.Integer!.Value, map["lst"]!.Bytes.Span, out var list));
        return list;
    }

    private static Dictionary<int, int> Nonzero(StatusList list) =>
        Enumerable.Range(0, list.Count).Where(index => list[index] != 0).ToDictionary(index => index, index => list[index]);
}
