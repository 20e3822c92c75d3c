using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Azure.Tests.Ports;

/// <summary>What <see cref="ITables"/> promises, held by every store behind it. Each test has a partition of its own.</summary>
public abstract class TablesConformance
{
    private const string Table = TableNames.Dockets;
    private const string End = "\u007f";

    protected abstract ITables Tables { get; }

    private string Partition { get; } = AzuriteFixture.UniqueName();

    [Fact]
    public async Task A_row_reads_as_it_was_written_with_the_version_that_the_commit_told()
    {
        var versions = await CommitAsync(RowWrite.Insert("profile", """{"a":1}"""));

        Assert.Equal(new Row("profile", """{"a":1}""", Assert.Single(versions!)), await FindAsync("profile"));
    }

    [Fact]
    public async Task A_row_that_is_not_there_reads_as_null()
    {
        await CommitAsync(RowWrite.Insert("profile", "{}"));

        Assert.Null(await FindAsync("Profile"));
        Assert.Null(await Tables.FindAsync(Table, new(Partition + "x", "profile"), default));
    }

    [Fact]
    public async Task An_insert_over_a_row_is_refused_and_the_row_stays()
    {
        var first = await CommitAsync(RowWrite.Insert("profile", "first"));

        Assert.Null(await CommitAsync(RowWrite.Insert("profile", "second")));
        Assert.Equal(new Row("profile", "first", first![0]), await FindAsync("profile"));
    }

    [Fact]
    public async Task A_replacement_needs_the_present_version()
    {
        var first = (await CommitAsync(RowWrite.Insert("profile", "first")))![0];
        var second = (await CommitAsync(RowWrite.Replace("profile", "second", first)))![0];

        Assert.Null(await CommitAsync(RowWrite.Replace("profile", "third", first)));
        Assert.Equal(new Row("profile", "second", second), await FindAsync("profile"));
    }

    [Fact]
    public async Task A_put_writes_whatever_is_there()
    {
        var first = (await CommitAsync(RowWrite.Put("profile", "first")))![0];
        var second = (await CommitAsync(RowWrite.Put("profile", "second")))![0];

        Assert.NotEqual(first, second);
        Assert.Equal(new Row("profile", "second", second), await FindAsync("profile"));
    }

    [Fact]
    public async Task A_deletion_needs_the_present_version_and_tells_an_empty_one()
    {
        var first = (await CommitAsync(RowWrite.Insert("profile", "first")))![0];
        var second = (await CommitAsync(RowWrite.Replace("profile", "second", first)))![0];

        Assert.Null(await CommitAsync(RowWrite.Delete("profile", first)));
        Assert.NotNull(await FindAsync("profile"));
        Assert.Equal([""], (await CommitAsync(RowWrite.Delete("profile", second)))!);
        Assert.Null(await FindAsync("profile"));
    }

    [Fact]
    public async Task A_deletion_of_whatever_is_there_needs_a_row()
    {
        await CommitAsync(RowWrite.Insert("profile", "first"), RowWrite.Insert("old", "first"));

        Assert.Null(await CommitAsync(RowWrite.Delete("missing", null)));
        Assert.Null(await CommitAsync(RowWrite.Put("profile", "second"), RowWrite.Delete("missing", null)));
        Assert.Equal("first", (await FindAsync("profile"))!.Json);
        Assert.NotNull(await CommitAsync(RowWrite.Put("profile", "second"), RowWrite.Delete("old", null)));
        Assert.Null(await FindAsync("old"));
    }

    [Fact]
    public async Task A_row_that_is_gone_can_neither_be_replaced_nor_deleted()
    {
        var version = (await CommitAsync(RowWrite.Insert("profile", "first")))![0];
        await CommitAsync(RowWrite.Delete("profile", version));

        Assert.Null(await CommitAsync(RowWrite.Replace("profile", "second", version)));
        Assert.Null(await CommitAsync(RowWrite.Delete("profile", version)));
        Assert.Null(await FindAsync("profile"));
    }

    [Fact]
    public async Task Writing_the_same_document_again_still_gives_a_new_version()
    {
        var first = (await CommitAsync(RowWrite.Insert("profile", "same")))![0];
        var second = (await CommitAsync(RowWrite.Replace("profile", "same", first)))![0];

        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Versions_come_in_the_order_of_the_writes()
    {
        var kept = (await CommitAsync(RowWrite.Insert("kept", "1"), RowWrite.Insert("gone", "1")))!;

        var versions = await CommitAsync(
            RowWrite.Put("z", "2"), RowWrite.Delete("gone", kept[1]), RowWrite.Replace("kept", "2", kept[0]), RowWrite.Insert("a", "2"));

        Assert.Equal([(await FindAsync("z"))!.Version, "", (await FindAsync("kept"))!.Version, (await FindAsync("a"))!.Version], versions!);
        Assert.NotNull(await CommitAsync(RowWrite.Replace("a", "3", versions![3]), RowWrite.Replace("kept", "3", versions[2])));
    }

    [Theory]
    [InlineData(RowWriteKind.Insert, "taken", false)]
    [InlineData(RowWriteKind.Insert, "taken", true)]
    [InlineData(RowWriteKind.Replace, "taken", false)]
    [InlineData(RowWriteKind.Replace, "taken", true)]
    [InlineData(RowWriteKind.Replace, "missing", true)]
    [InlineData(RowWriteKind.Delete, "taken", false)]
    [InlineData(RowWriteKind.Delete, "missing", true)]
    public async Task One_write_that_cannot_be_undoes_all(RowWriteKind kind, string key, bool last)
    {
        var stale = (await CommitAsync(RowWrite.Insert("taken", "1")))![0];
        var taken = (await CommitAsync(RowWrite.Replace("taken", "2", stale)))![0];
        List<RowWrite> writes = [RowWrite.Insert("new", "{}"), RowWrite.Put("put", "{}")];
        writes.Insert(last ? 2 : 0, new RowWrite(kind, key, "3", kind == RowWriteKind.Insert ? null : stale));

        Assert.Null(await CommitAsync([.. writes]));
        Assert.Equal([new Row("taken", "2", taken)], await RangeAsync("", End, 10));
    }

    [Fact]
    public async Task A_hundred_writes_are_one_commit()
    {
        Assert.Equal(100, (await CommitAsync([.. Inserts(100)]))!.Count);
        Assert.Equal(100, (await RangeAsync("", End, 1000)).Count);
    }

    [Fact]
    public async Task More_than_a_hundred_writes_or_none_or_two_for_a_row_are_no_commit()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => CommitAsync([.. Inserts(101)]));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => CommitAsync());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => CommitAsync(RowWrite.Insert("a", "1"), RowWrite.Put("a", "2")));

        Assert.Empty(await RangeAsync("", End, 10));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("я")]
    [InlineData("\\")]
    public async Task A_document_has_up_to_32000_characters(string character)
    {
        var longest = string.Concat(Enumerable.Repeat(character, 32_000));

        Assert.NotNull(await CommitAsync(RowWrite.Insert("longest", longest), RowWrite.Insert("other", "{}")));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => CommitAsync(RowWrite.Insert("longer", longest + character)));

        Assert.Equal(longest, (await FindAsync("longest"))!.Json);
        Assert.Null(await FindAsync("longer"));
    }

    [Theory]
    [InlineData("""{"name":"Мирон Заречный"}""")]
    [InlineData("""{"name":"محمد‌علی"}""")]
    [InlineData("""{"name":"陳大文 𠮷 👩‍🚒"}""")]
    [InlineData("e\u0301 is not \u00e9")]
    [InlineData("quotes ' '' \" and \\ and & and <tag/> and ]]> and %41")]
    [InlineData("  spaces stay  ")]
    [InlineData("line\nline\r\nline\ttab\u2028separator\ufeff")]
    [InlineData("2026-01-02T03:04:05Z")]
    [InlineData("")]
    public async Task A_document_comes_back_to_the_character(string json)
    {
        await CommitAsync(RowWrite.Insert("alone", json));
        await CommitAsync(RowWrite.Insert("beside", json), RowWrite.Insert("another", "{}"));

        Assert.Equal(json, (await FindAsync("alone"))!.Json);
        Assert.Equal([json, "{}", json], (await RangeAsync("", End, 10)).Select(row => row.Json));
    }

    [Theory]
    [InlineData("card|7K2M4P9QXRTA")]
    [InlineData("~event|0000000001")]
    [InlineData("~disclosure|20260102T0304050000000|00ff")]
    [InlineData("-_aZ09-_")]
    [InlineData("it's 'quoted'")]
    [InlineData("100%25 + a&b = c; $x,y@z:(w)!*")]
    [InlineData("Ключ 鍵")]
    [InlineData(" ")]
    public async Task Keys_of_rows_and_partitions_are_taken_literally(string key)
    {
        var partition = $"{Partition}|{key}";
        var version = (await Tables.CommitAsync(Table, partition, [RowWrite.Insert(key, "1")], default))![0];

        Assert.Equal(new Row(key, "1", version), await Tables.FindAsync(Table, new(partition, key), default));
        Assert.Equal([key], (await Tables.RangeAsync(Table, partition, key, key + "!", 10, default)).Select(row => row.Key));
        var both = await Tables.CommitAsync(Table, partition, [RowWrite.Replace(key, "2", version), RowWrite.Insert(key + "~", "2")], default);
        Assert.Equal(both![0], (await Tables.FindAsync(Table, new(partition, key), default))!.Version);
        Assert.Equal([""], (await Tables.CommitAsync(Table, partition, [RowWrite.Delete(key, both[0])], default))!);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\nb")]
    [InlineData("a\u007fb")]
    [InlineData("a\u0085b")]
    public async Task Keys_that_the_service_cannot_hold_are_refused_before_it_is_asked(string key)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => CommitAsync(RowWrite.Insert(key, "{}")));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Tables.CommitAsync(Table, key, [RowWrite.Insert("a", "{}")], default));
    }

    [Fact]
    public async Task A_range_is_in_ordinal_order_from_its_first_key_up_to_but_without_its_last()
    {
        string[] keys = ["-", "0", "A", "Z", "_", "a", "ab", "a|", "a|b", "z", "~", "~~"];
        await CommitAsync([.. keys.Reverse().Select(key => RowWrite.Insert(key, key))]);

        Assert.Equal(keys, await KeysAsync("", End, 100));
        Assert.Equal(["A", "Z", "_"], await KeysAsync("A", "a", 100));
        Assert.Equal(["a|", "a|b"], await KeysAsync("a|", "a}", 100));
        Assert.Empty(await KeysAsync("a", "a", 100));
        Assert.Empty(await KeysAsync("b", "y", 100));
    }

    [Fact]
    public async Task The_live_docket_ends_where_its_history_begins()
    {
        await CommitAsync(
            RowWrite.Insert("~event|0000000001", "{}"), RowWrite.Insert("profile", "{}"),
            RowWrite.Insert("card|7K2M", "{}"), RowWrite.Insert("~disclosure|2026|1", "{}"));

        Assert.Equal(["card|7K2M", "profile"], await KeysAsync("", "~", 1000));
        Assert.Equal(["~event|0000000001"], await KeysAsync("~event|", "~event}", 1000));
    }

    [Fact]
    public async Task A_range_of_a_partition_that_is_not_there_is_empty() => Assert.Empty(await RangeAsync("", End, 10));

    [Fact]
    public async Task A_range_stays_within_its_partition()
    {
        await CommitAsync(RowWrite.Insert("a", "{}"));
        await Tables.CommitAsync(Table, Partition + "|other", [RowWrite.Insert("b", "{}")], default);

        Assert.Equal(["a"], await KeysAsync("", End, 10));
    }

    [Fact]
    public async Task A_range_gives_as_many_rows_as_asked_also_beyond_a_thousand()
    {
        var all = Enumerable.Range(0, 1205).Select(number => $"{number:D4}").ToList();
        foreach (var chunk in all.Chunk(100))
            Assert.NotNull(await CommitAsync([.. chunk.Select(key => RowWrite.Insert(key, key))]));

        foreach (var take in (int[])[1, 999, 1000, 1001, 1204, 1205, 5000])
            Assert.Equal(all.Take(take), await KeysAsync("", End, take));
        Assert.Equal(all.Skip(100).Take(1001), await KeysAsync("0100", "1101", 5000));
    }

    [Fact]
    public async Task A_range_of_no_rows_is_a_mistake() =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => RangeAsync("", End, 0));

    [Fact]
    public async Task A_scan_finds_the_rows_of_every_partition_between_its_keys()
    {
        // The table is shared, so the keys of this test begin with its own name.
        List<ScannedRow> written = [];
        foreach (var partition in (string[])["", "|1", "|it's", "|Ключ"])
        {
            string[] keys = [Partition, Partition + "|a", Partition + "|b", Partition + "}"];
            var versions = await Tables.CommitAsync(Table, Partition + partition, [.. keys.Select(key => RowWrite.Insert(key, key + partition))], default);
            written.AddRange(keys.Select((key, index) => new ScannedRow(Partition + partition, new Row(key, key + partition, versions![index]))));
        }

        var all = (await ScanAsync(Partition, Partition + "~")).SelectMany(page => page.Rows);
        var some = (await ScanAsync(Partition + "|", Partition + "|b")).SelectMany(page => page.Rows);
        var none = (await ScanAsync(Partition + "|c", Partition + "|c")).SelectMany(page => page.Rows);

        Assert.Equal(written.ToHashSet(), all.ToHashSet());
        Assert.Equal(written.Where(row => row.Row.Key == Partition + "|a").ToHashSet(), some.ToHashSet());
        Assert.Empty(none);
    }

    [Fact]
    public async Task A_scan_gives_every_row_once_a_thousand_at_most_a_page()
    {
        var written = new HashSet<(string Partition, string Key)>();
        foreach (var partition in Enumerable.Range(0, 23).Select(number => $"{Partition}|{number % 5}|{number}"))
        {
            var keys = Enumerable.Range(0, 100).Select(number => $"{Partition}|{number:D3}").ToList();
            Assert.NotNull(await Tables.CommitAsync(Table, partition, [.. keys.Select(key => RowWrite.Insert(key, "{}"))], default));
            written.UnionWith(keys.Select(key => (partition, key)));
        }

        var pages = await ScanAsync(Partition, Partition + "~");

        Assert.True(pages.Count >= 3);
        Assert.All(pages, page => Assert.InRange(page.Rows.Count, 0, 1000));
        var found = pages.SelectMany(page => page.Rows).Select(row => (row.Partition, row.Row.Key)).ToList();
        Assert.Equal(written.Count, found.Count);
        Assert.Equal(written, found.ToHashSet());
    }

    [Fact]
    public async Task A_scan_since_a_moment_gives_all_that_was_written_from_then_on_and_stays_small()
    {
        await CommitAsync(RowWrite.Insert(Partition + "|old", "{}"), RowWrite.Insert(Partition + "|changed", "{}"));
        var since = DateTimeOffset.UtcNow;
        await CommitAsync(RowWrite.Put(Partition + "|changed", "new"), RowWrite.Insert(Partition + "|new", "{}"));

        var rows = (await Tables.ScanSinceAsync(Table, Partition, Partition + "~", since.AddSeconds(-1), null, default)).Rows;
        var none = (await Tables.ScanSinceAsync(Table, Partition, Partition + "~", since.AddHours(1), null, default)).Rows;

        Assert.Superset(new HashSet<string> { Partition + "|changed", Partition + "|new" }, rows.Select(row => row.Row.Key).ToHashSet());
        Assert.Equal("new", rows.Single(row => row.Row.Key == Partition + "|changed").Row.Json);
        Assert.Empty(none);
    }

    [Fact]
    public async Task A_scan_goes_on_where_its_last_page_ended_although_that_page_is_gone()
    {
        var partitions = Enumerable.Range(0, 11).Select(number => $"{Partition}|{number:D2}").ToList();
        foreach (var partition in partitions)
            await Tables.CommitAsync(Table, partition, [.. Enumerable.Range(0, 100).Select(number => RowWrite.Insert($"{Partition}|{number:D3}", "{}"))], default);

        var found = new List<ScannedRow>();
        string? continuation = null;
        do
        {
            var page = await Tables.ScanAsync(Table, Partition, Partition + "~", continuation, default);
            foreach (var rows in page.Rows.GroupBy(row => row.Partition))
                Assert.NotNull(await Tables.CommitAsync(Table, rows.Key, [.. rows.Select(row => RowWrite.Delete(row.Row.Key, row.Row.Version))], default));
            found.AddRange(page.Rows);
            continuation = page.Next;
        }
        while (continuation is not null);

        Assert.Equal(1100, found.Distinct().Count());
        Assert.Empty((await ScanAsync(Partition, Partition + "~")).SelectMany(page => page.Rows));
    }

    [Fact]
    public async Task Of_commits_that_race_for_a_version_exactly_one_wins_and_no_other_leaves_a_trace()
    {
        var version = (await CommitAsync(RowWrite.Insert("profile", "start")))![0];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(racer => Task.Run(() => CommitAsync(
            RowWrite.Replace("profile", $"{racer}", version), RowWrite.Insert($"~event|{racer:D2}", $"{racer}")))));

        var winner = Assert.Single(Enumerable.Range(0, 12), racer => outcomes[racer] is not null);
        Assert.Equal([$"{winner}", $"{winner}"], (await RangeAsync("", End, 100)).Select(row => row.Json));
    }

    [Fact]
    public async Task Of_inserts_that_race_for_a_key_exactly_one_wins()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(racer => Task.Run(() => CommitAsync(RowWrite.Insert("unique", $"{racer}")))));

        var winner = Assert.Single(Enumerable.Range(0, 12), racer => outcomes[racer] is not null);
        Assert.Equal($"{winner}", (await FindAsync("unique"))!.Json);
    }

    [Fact]
    public async Task A_table_that_is_not_there_never_looks_empty()
    {
        const string Missing = "nosuchtable";
        List<Func<Task>> calls =
        [
            () => Tables.FindAsync(Missing, new(Partition, "a"), default),
            () => Tables.RangeAsync(Missing, Partition, "", End, 10, default),
            () => Tables.ScanAsync(Missing, "", End, null, default),
            () => Tables.CommitAsync(Missing, Partition, [RowWrite.Insert("a", "{}")], default),
            () => Tables.CommitAsync(Missing, Partition, [RowWrite.Put("a", "{}")], default),
            () => Tables.CommitAsync(Missing, Partition, [RowWrite.Insert("a", "{}"), RowWrite.Put("b", "{}")], default),
        ];

        foreach (var call in calls)
            Assert.IsNotType<DependencyUnavailableException>(await Assert.ThrowsAnyAsync<Exception>(call));
    }

    [Fact]
    public async Task A_caller_who_has_given_up_gets_a_cancellation_and_nothing_is_written()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Tables.FindAsync(Table, new(Partition, "a"), gone.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Tables.RangeAsync(Table, Partition, "", End, 10, gone.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Tables.ScanAsync(Table, Partition, End, null, gone.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Tables.CommitAsync(Table, Partition, [RowWrite.Insert("a", "{}")], gone.Token));
        Assert.Null(await FindAsync("a"));
    }

    private static IEnumerable<RowWrite> Inserts(int count) => Enumerable.Range(0, count).Select(number => RowWrite.Insert($"{number:D3}", "{}"));

    private Task<IReadOnlyList<string>?> CommitAsync(params RowWrite[] writes) => Tables.CommitAsync(Table, Partition, writes, default);

    private Task<Row?> FindAsync(string key) => Tables.FindAsync(Table, new(Partition, key), default);

    private Task<IReadOnlyList<Row>> RangeAsync(string from, string to, int take) => Tables.RangeAsync(Table, Partition, from, to, take, default);

    private async Task<List<ScanPage>> ScanAsync(string from, string to)
    {
        List<ScanPage> pages = [];
        do
            pages.Add(await Tables.ScanAsync(Table, from, to, pages.LastOrDefault()?.Next, default));
        while (pages[^1].Next is not null);
        return pages;
    }

    private async Task<IEnumerable<string>> KeysAsync(string from, string to, int take) => (await RangeAsync(from, to, take)).Select(row => row.Key);
}
