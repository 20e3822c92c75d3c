using System.Text.Json;
using SecureDocket.Archive;
using SecureDocket.Disclosures;
using SecureDocket.Storage;
using SecureDocket.Testing;
using SecureDocket.Tests.Dockets;
using Xunit;

namespace SecureDocket.Tests.Journals;

public sealed class ArchiveJournalTests
{
    private readonly DocketTestBed _bench = new();
    private readonly InMemoryBlobs _blobs = new();

    [Fact]
    public void What_becomes_of_every_table_is_decided()
    {
        var decided = ArchivedTables.Ranges.Select(range => range.Table).Distinct().Concat(ArchivedTables.Derived).Concat(ArchivedTables.Lost).Concat(ArchivedTables.Copied);
        Assert.Equal(TableNames.All.Order(), decided.Order());
    }

    [Fact]
    public async Task The_first_pass_takes_every_event_and_disclosure_and_what_no_journal_carries()
    {
        await LiveAsync();

        var progress = await Archive().ExecuteAsync(default);

        Assert.True(progress.IsDone);
        Assert.Equal(Archivable(), await ArchivedAsync());
        Assert.Equal(Archivable().Count, progress.Rows);
    }

    [Fact]
    public async Task A_later_pass_takes_what_was_written_since_the_one_before_began()
    {
        await LiveAsync();
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        await Archive().ExecuteAsync(default);
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        var docket = await _bench.OpenAsync("+17135550142");
        _bench.Clock.Advance(TimeSpan.FromHours(1));

        var second = await Archive().ExecuteAsync(default);
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        var third = await Archive().ExecuteAsync(default);

        Assert.Equal(docket.Version, second.Rows);
        Assert.Equal((3, 0, 1, true), (third.Pass, third.Rows, third.Segments, third.IsDone));
        Assert.Equal(Archivable(), await ArchivedAsync());
    }

    [Fact]
    public async Task A_disclosure_that_changes_after_it_was_archived_is_archived_again()
    {
        var docket = await _bench.OpenAsync();
        var log = new DisclosureLog(OpenDockets.Over(_bench.Tables), _bench.Clock);
        var made = await log.RecordAsync(docket.Cardholder.Id, new("Field.Officer", "x"), Purpose.Verification, ["card"], default);
        await Archive().ExecuteAsync(default);
        _bench.Clock.Advance(TimeSpan.FromHours(5));
        var (_, known, version) = (await log.FindAsync(docket.Cardholder.Id, made.At, made.Id, default))!;
        Assert.True(await log.ReplaceAsync(docket.Cardholder.Id, known with { Fields = ["card", "photo"] }, version, default));

        await Archive().ExecuteAsync(default);

        Assert.Equal(Archivable(), await ArchivedAsync());
    }

    [Fact]
    public async Task Whatever_call_fails_the_next_run_completes_the_archive()
    {
        await LiveAsync();
        for (var call = 0; ; call++)
        {
            foreach (var fault in FaultProof.Faults)
            {
                var (tap, blobs) = (new StorageTap(), new InMemoryBlobs());
                var (tables, tapped) = (tap.Over(_bench.Truth), tap.Over(blobs));
                await ForgetMarkAsync();
                tap.FailAt(call, fault);
                var failed = await Record.ExceptionAsync(() => Archive(tables, tapped).ExecuteAsync(default)) is DependencyUnavailableException;
                var wasMet = tap.Requests.Count > call;
                tap.Restart();

                // Half an hour later, with something new.
                _bench.Clock.Advance(TimeSpan.FromMinutes(30));
                await _bench.OpenAsync(null);
                var progress = await Archive(tables, tapped).ExecuteAsync(default);
                if (failed && progress.Pass == 1)
                    progress = await Archive(tables, tapped).ExecuteAsync(default);

                Assert.True(progress.IsDone);
                Assert.Equal(Archivable(), await ArchivedAsync(blobs));
                if (!wasMet)
                    return;
            }
        }
    }

    [Fact]
    public async Task A_run_whose_time_is_up_leaves_the_rest_to_the_next()
    {
        await LiveAsync();
        var slow = new SlowTables(_bench.Truth, () => _bench.Clock.Advance(TimeSpan.FromMinutes(3)));
        var runs = 1;
        while (!(await Archive(slow).ExecuteAsync(default)).IsDone)
            Assert.InRange(++runs, 2, 20);

        Assert.True(runs > 2);
        Assert.Equal(Archivable(), await ArchivedAsync());
    }

    [Fact]
    public async Task Two_runs_at_once_make_one_archive()
    {
        await LiveAsync();
        for (var round = 0; round < 5; round++)
        {
            await _bench.OpenAsync(null);
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Archive().ExecuteAsync(default))));
            _bench.Clock.Advance(TimeSpan.FromHours(1));
        }

        await Archive().ExecuteAsync(default);
        Assert.Equal(Archivable(), await ArchivedAsync());
    }

    [Fact]
    public async Task A_mark_that_is_lost_costs_reading_and_nothing_else()
    {
        await LiveAsync();
        await Archive().ExecuteAsync(default);
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        await Archive().ExecuteAsync(default);
        await ForgetMarkAsync();
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        await _bench.OpenAsync(null);

        var progress = await Archive().ExecuteAsync(default);

        Assert.Equal(3, progress.Pass);
        Assert.Equal(Archivable(), await ArchivedAsync());
    }

    [Fact]
    public async Task A_mark_of_an_archive_that_lost_its_end_goes_on_where_it_ends()
    {
        await LiveAsync();
        await Archive().ExecuteAsync(default);
        var shorter = new InMemoryBlobs();
        await shorter.AddAsync(ContainerNames.Journal, ArchiveSegment.NameOf(1), (await SegmentAsync(1))!, default);
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        await _bench.OpenAsync(null);
        await Archive().ExecuteAsync(default);

        await Archive(blobs: shorter).ExecuteAsync(default);

        Assert.Equal(Archivable(), await ArchivedAsync(shorter));
    }

    [Fact]
    public async Task Nothing_is_added_to_an_archive_that_is_damaged()
    {
        await LiveAsync();
        await Archive().ExecuteAsync(default);
        var segment = (await SegmentAsync(1))!;
        var bytes = segment.Content.ToArray();
        bytes[^1] ^= 1;
        await _blobs.ReplaceAsync(ContainerNames.Journal, ArchiveSegment.NameOf(1), segment with { Content = bytes }, segment.Version, default);
        await ForgetMarkAsync();

        await Assert.ThrowsAsync<InvalidDataException>(() => Archive().ExecuteAsync(default));
        Assert.Null(await SegmentAsync(2));
    }

    [Fact]
    public async Task A_segment_that_is_missing_is_not_taken_for_the_end()
    {
        for (var pass = 0; pass < 3; pass++)
        {
            await LiveAsync();
            await Archive().ExecuteAsync(default);
            _bench.Clock.Advance(TimeSpan.FromHours(1));
        }

        var holed = new InMemoryBlobs();
        foreach (var number in (long[])[1, 3])
            await holed.AddAsync(ContainerNames.Journal, ArchiveSegment.NameOf(number), (await SegmentAsync(number))!, default);

        await Assert.ThrowsAsync<InvalidDataException>(() => ArchivedAsync(holed));
    }

    private async Task LiveAsync()
    {
        var docket = await _bench.OpenAsync($"+1713555{Random.Shared.Next(1000, 9999)}");
        await _bench.AddHearingAsync(docket.Cardholder.Id, $"h-{docket.Cardholder.Id}");
        await new DisclosureLog(OpenDockets.Over(_bench.Truth), _bench.Clock).RecordAsync(docket.Cardholder.Id, new("Docket.Auditor", "a"), Purpose.Audit, ["journal"], default);
        await _bench.Phones.ChangeAsync(docket.Cardholder.Details.Mobile!, phone => phone.WithOptOut(new(_bench.Now, "in-1")), default);
    }

    private ArchiveJournal Archive(ITables? tables = null, IBlobs? blobs = null) => new(tables ?? _bench.Truth, new(blobs ?? _blobs), _bench.Clock);

    private Task<Blob?> SegmentAsync(long number) => _blobs.FindAsync(ContainerNames.Journal, ArchiveSegment.NameOf(number), default);

    private async Task ForgetMarkAsync()
    {
        foreach (var (partition, row) in _bench.Truth.RowsOf(TableNames.Watermarks))
            await _bench.Truth.CommitAsync(TableNames.Watermarks, partition, [RowWrite.Delete(row.Key, null)], default);
    }

    private static string Said(ArchivedRow row) => JsonSerializer.Serialize(row, ArchiveJson.Rows.ArchivedRow);

    private List<string> Archivable() =>
    [
        .. ArchivedTables.Ranges
            .SelectMany(range => _bench.Truth.RowsOf(range.Table)
                .Where(row => string.CompareOrdinal(row.Row.Key, range.From) >= 0 && string.CompareOrdinal(row.Row.Key, range.To) < 0)
                .Select(row => ArchivedRow.Of(range.Table, new(row.Partition, row.Row))))
            .OrderBy(row => $"{row.Table}\n{row.Partition}\n{row.Key}", StringComparer.Ordinal)
            .Select(Said),
    ];

    /// <summary>The rows of the archive, each as it was archived last.</summary>
    private async Task<List<string>> ArchivedAsync(IBlobs? blobs = null)
    {
        Dictionary<string, ArchivedRow> rows = [];
        await foreach (var segment in new JournalArchive(blobs ?? _blobs).ReadAsync(ArchiveHead.None, default))
        {
            foreach (var row in segment.Rows)
                rows[$"{row.Table}\n{row.Partition}\n{row.Key}"] = row;
        }

        return [.. rows.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => Said(row.Value))];
    }

    /// <summary>Tables whose every scan takes long.</summary>
    private sealed class SlowTables(ITables tables, Action wait) : ITables
    {
        public Task<Row?> FindAsync(string table, RowKey key, CancellationToken cancellationToken) => tables.FindAsync(table, key, cancellationToken);

        public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken cancellationToken) =>
            tables.RangeAsync(table, partition, from, to, take, cancellationToken);

        public Task<ScanPage> ScanAsync(string table, string from, string to, string? continuation, CancellationToken cancellationToken)
        {
            wait();
            return tables.ScanAsync(table, from, to, continuation, cancellationToken);
        }

        public Task<IReadOnlyList<string>?> CommitAsync(string table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken) =>
            tables.CommitAsync(table, partition, writes, cancellationToken);
    }
}
