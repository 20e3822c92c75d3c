using SecureDocket.Archive;
using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Archive;

/// <summary>Copies of wrapped keys: whatever goes wrong while they are made, a rebuild finds every key, and no part is left over that no list names.</summary>
public sealed class KeyCopiesTests
{
    private readonly ManualClock _clock = new(new(2030, 6, 10, 0, 20, 0, TimeSpan.Zero));
    private readonly InMemoryTables _tables;
    private readonly InMemoryBlobs _blobs = new();
    private readonly StorageTap _tap = new();
    private readonly Dictionary<CardholderId, byte[]> _keys = [];

    public KeyCopiesTests() => _tables = new(clock: _clock);

    private KeyCopies Copies => new(_blobs);

    [Fact]
    public async Task A_new_docket_s_key_is_in_the_next_hourly_copy_and_everything_in_the_daily_one()
    {
        await EnrollAsync(3);
        _clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(new(3, true), await RunAsync());
        for (var hour = 1; hour < 24; hour++)
        {
            _clock.Advance(TimeSpan.FromMinutes(30));
            await EnrollAsync(1);
            _clock.Advance(TimeSpan.FromMinutes(30));
            var run = await RunAsync();
            Assert.Equal((hour < 23 ? 1 : _keys.Count, true), (run.Keys, run.IsDone));
            await AssertFoundAsync();
        }
    }

    [Fact]
    public async Task Whatever_call_goes_wrong_no_key_is_ever_missing()
    {
        await WeekAsync();
        var blobs = _blobs.Fork();
        await EnrollAsync(1);
        var (before, enrolled) = (_tables.Fork(), new Dictionary<CardholderId, byte[]>(_keys));
        _tap.Restart();
        await RunAsync();
        var calls = _tap.Requests.Count;
        Assert.True(calls > 10);
        foreach (var fault in FaultProof.Faults)
        {
            for (var call = 0; call < calls; call++)
            {
                _tables.ReturnTo(before);
                _blobs.ReturnTo(blobs);
                _tap.FailAt(call, fault);
                try
                {
                    await RunAsync();
                }
                catch (DependencyUnavailableException)
                {
                    // The process may have died as well: it does nothing more.
                }

                // The tables are lost at this moment: all keys but the one that was not copied yet are found.
                await AssertFoundAsync(but: enrolled.Keys.Last());
                AssertNamed(await Copies.ReadListAsync(default));
                _tap.Restart();
                _clock.Advance(TimeSpan.FromMinutes(1));
                await FinishAsync();
                await AssertFoundAsync();
                AssertNamed(await Copies.ReadListAsync(default));
            }
        }
    }

    [Fact]
    public async Task Two_runs_at_once_lose_nothing()
    {
        await WeekAsync();
        await EnrollAsync(2);
        for (var round = 0; round < 20; round++)
        {
            _clock.Advance(TimeSpan.FromMinutes(67));
            await EnrollAsync(1);
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(RunAsync)));
            await FinishAsync();
            await AssertFoundAsync();
            AssertNamed(await Copies.ReadListAsync(default));
        }
    }

    [Fact]
    public async Task A_run_whose_time_is_up_goes_on_where_it_stopped()
    {
        await EnrollAsync(4500);
        _tap.Before = _ =>
        {
            _clock.Advance(TimeSpan.FromSeconds(61));
            return Task.CompletedTask;
        };
        var runs = 0;
        for (var run = await RunAsync(); !run.IsDone; run = await RunAsync())
        {
            // People are enrolled meanwhile, before and behind the place where it stopped.
            await EnrollAsync(2);
            Assert.True(++runs < 50);
        }

        _tap.Before = null;
        Assert.True(runs > 0);
        _clock.Advance(TimeSpan.FromHours(1));
        await FinishAsync();
        await AssertFoundAsync();
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("cut")]
    [InlineData("flipped")]
    public async Task A_part_that_is_missing_or_damaged_costs_no_key(string how)
    {
        await WeekAsync();
        var (list, _) = await Copies.ReadListAsync(default);
        foreach (var part in list.Parts.Where(part => part.IsWritten))
        {
            var blobs = _blobs.Fork();
            var blob = (await _blobs.FindAsync(ContainerNames.DocketKeys, part.Name, default))!;
            await _blobs.DeleteAsync(ContainerNames.DocketKeys, part.Name, default);
            if (how != "missing")
            {
                var content = blob.Content.ToArray();
                content[^1] ^= 1;
                await _blobs.AddAsync(ContainerNames.DocketKeys, part.Name, new(how == "cut" ? content[..^5] : content, blob.MediaType), default);
            }

            List<string> faults = [];
            var found = await Copies.ReadAsync(list, faults, default);
            Assert.Contains(part.Name, Assert.Single(faults), StringComparison.Ordinal);

            // Only what was enrolled since the last complete copy may be in this part alone.
            var lost = _keys.Keys.Except(found.Keys).ToList();
            Assert.True(lost.Count == 0 || part.At > list.WholeSince, part.Name);
            Assert.All(found, key => Assert.Equal(_keys[key.Key], key.Value));
            _blobs.ReturnTo(blobs);
        }
    }

    [Fact]
    public async Task Parts_are_deleted_after_seven_days_once_a_newer_complete_copy_exists_and_not_before()
    {
        await EnrollAsync(2);
        await RunAsync();
        var first = Assert.Single((await Copies.ReadListAsync(default)).List.Parts).Name;

        // Nothing ran for ten days; the first run of the new complete copy does not come to its end.
        _clock.Advance(TimeSpan.FromDays(10));
        _tap.Restart();
        await Assert.ThrowsAsync<DependencyUnavailableException>(async () =>
        {
            _tap.FailAt(4, TransportFault.NotSent);
            await RunAsync();
        });
        _tap.Restart();
        Assert.NotNull(await _blobs.FindAsync(ContainerNames.DocketKeys, first, default));
        await AssertFoundAsync();

        await FinishAsync();
        Assert.Null(await _blobs.FindAsync(ContainerNames.DocketKeys, first, default));
        Assert.DoesNotContain((await Copies.ReadListAsync(default)).List.Parts, part => part.Name == first);
        await AssertFoundAsync();

        // Within seven days nothing goes.
        var kept = (await Copies.ReadListAsync(default)).List.Parts.Select(part => part.Name).ToList();
        for (var day = 1; day < 7; day++)
        {
            _clock.Advance(TimeSpan.FromHours(24));
            await RunAsync();
            Assert.Superset(kept.ToHashSet(), (await Copies.ReadListAsync(default)).List.Parts.Select(part => part.Name).ToHashSet());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task An_erasure_is_certified_seven_days_after_the_key_in_the_tables_was_destroyed(int daysOnHold)
    {
        await EnrollAsync(2);
        var (id, began) = (_keys.Keys.First(), _clock.GetUtcNow());
        await EraseAsync(id, began, null);
        await Copies.ChangeAsync(list => list with { Erased = [new(id, began)] }, default);
        for (var day = 0; day < daysOnHold; day++)
        {
            await RunAsync();
            _clock.Advance(TimeSpan.FromDays(1));
        }

        await _tables.CommitAsync(TableNames.Dockets, id.ToString(), [RowWrite.Delete(DocketRows.ProfileKey, null)], default);
        await EraseAsync(id, began, _clock.GetUtcNow());
        for (var day = 0; day < 10; day++)
        {
            await RunAsync();
            var isCopied = _blobs.All().Any(blob => blob.Container == ContainerNames.DocketKeys && blob.Blob.Content.Span.IndexOf(_keys[id]) >= 0);
            Assert.False(isCopied && (await Core.Over(_tables, _clock).Get<Erasures>().FindAsync(id, default))!.CertifiedAt is not null);
            _clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.NotNull((await Core.Over(_tables, _clock).Get<Erasures>().FindAsync(id, default))!.CertifiedAt);
        Assert.Empty((await Copies.ReadListAsync(default)).List.Erased);
    }

    [Fact]
    public async Task Of_an_erasure_that_only_the_list_knows_copying_goes_on_and_the_list_goes_on_knowing()
    {
        await EnrollAsync(2);
        await RunAsync();
        var (id, began) = (_keys.Keys.First(), _clock.GetUtcNow());
        await Copies.ChangeAsync(list => list with { Erased = [new(id, began)] }, default);
        await _tables.CommitAsync(TableNames.Dockets, id.ToString(), [RowWrite.Delete(DocketRows.ProfileKey, null)], default);
        for (var day = 0; day < 12; day++)
        {
            _clock.Advance(TimeSpan.FromDays(1));
            Assert.True((await RunAsync()).IsDone);
        }

        Assert.Equal(id, Assert.Single((await Copies.ReadListAsync(default)).List.Erased).Docket);
        await AssertFoundAsync(but: id);
    }

    [Fact]
    public async Task The_key_of_a_docket_that_the_tables_have_lost_is_copied_on_and_told_of_every_day_until_it_is_back_or_erased()
    {
        await EnrollAsync(2);
        await RunAsync();
        _clock.Advance(TimeSpan.FromHours(1));
        await EnrollAsync(1);
        await RunAsync();
        var (back, erased) = (_keys.Keys.First(), _keys.Keys.Last());
        foreach (var id in new[] { back, erased })
            await _tables.CommitAsync(TableNames.Dockets, id.ToString(), [RowWrite.Delete(DocketRows.ProfileKey, null)], default);
        for (var day = 0; day < 20; day++)
        {
            _clock.Advance(TimeSpan.FromDays(1));
            Assert.Equal(2, (await RunAsync()).Gone);
            await AssertFoundAsync();
        }

        var key = await Core.Over(_tables, _clock).Get<DocketKeys>().OpenAsync(back, _keys[back], default);
        await _tables.CommitAsync(TableNames.Dockets, back.ToString(), [DocketTable.Live(RowWriteKind.Insert, key, DocketRows.ProfileKey, [1])], default);
        await Copies.ChangeAsync(list => list with { Erased = [new(erased, _clock.GetUtcNow())] }, default);
        await EraseAsync(erased, _clock.GetUtcNow(), _clock.GetUtcNow());
        for (var day = 0; day < 10; day++)
        {
            _clock.Advance(TimeSpan.FromDays(1));
            Assert.Equal(0, (await RunAsync()).Gone);
            await AssertFoundAsync(but: erased);
        }

        Assert.DoesNotContain(_blobs.All(), blob => blob.Container == ContainerNames.DocketKeys && blob.Blob.Content.Span.IndexOf(_keys[erased]) >= 0);
        Assert.NotNull((await Core.Over(_tables, _clock).Get<Erasures>().FindAsync(erased, default))!.CertifiedAt);
    }

    [Fact]
    public async Task A_shard_key_that_the_tables_have_lost_stays_in_the_list_for_a_week()
    {
        await EnrollAsync(20);
        await RunAsync();
        var shards = (await Copies.ReadListAsync(default)).List.Shards;
        foreach (var row in (await _tables.ScanAsync(TableNames.ShardKeys, "", "~", null, default)).Rows)
            await _tables.CommitAsync(TableNames.ShardKeys, row.Partition, [RowWrite.Delete(row.Row.Key, null)], default);
        for (var day = 1; day <= 7; day++)
        {
            _clock.Advance(TimeSpan.FromHours(23));
            await RunAsync();
            Assert.Equal(shards.Select(shard => shard.Key), (await Copies.ReadListAsync(default)).List.Shards.Select(shard => shard.Key));
            await AssertFoundAsync();
        }

        _clock.Advance(TimeSpan.FromDays(2));
        await RunAsync();
        Assert.Empty((await Copies.ReadListAsync(default)).List.Shards);
    }

    // Eight days of which the last run deletes parts, and one more hour until a complete copy is due.
    private async Task WeekAsync()
    {
        for (var day = 0; day < 8; day++)
        {
            await EnrollAsync(2);
            await RunAsync();
            _clock.Advance(TimeSpan.FromHours(2));
            await EnrollAsync(1);
            await RunAsync();
            _clock.Advance(TimeSpan.FromHours(22));
        }
    }

    private async Task FinishAsync()
    {
        while (!(await RunAsync()).IsDone)
        {
        }
    }

    // Each in a process of its own.
    private async Task<KeyCopyProgress> RunAsync()
    {
        var tables = _tap.Over(_tables);
        var core = Core.Over(tables, _clock, blobs: _tap.Over(_blobs));
        return await new CopyDocketKeys(tables, core.Get<DocketTable>(), core.Get<Erasures>(), core.Get<ShardKeys>(), new(_tap.Over(_blobs)), _clock).ExecuteAsync(default);
    }

    private async Task EnrollAsync(int people)
    {
        var keys = Core.Over(_tables, _clock).Get<DocketKeys>();
        for (var person = 0; person < people; person++)
        {
            var key = await keys.NewAsync(CardholderId.New(), default);
            await _tables.CommitAsync(TableNames.Dockets, key.Docket.ToString(), [DocketTable.Live(RowWriteKind.Insert, key, DocketRows.ProfileKey, [1])], default);
            _keys[key.Docket] = key.Wrapped.ToArray();
        }
    }

    private Task<Erasure> EraseAsync(CardholderId id, DateTimeOffset began, DateTimeOffset? erased) => Core.Over(_tables, _clock).Get<Erasures>().ChangeAsync(
        id,
        _ => new()
        {
            Docket = id,
            Reason = ErasureReasons.Order,
            RequestedBy = new("Program.Administrator", "1"),
            ApprovedBy = new("Program.Administrator", "2"),
            BegunAt = began,
            ErasedAt = erased,
            Events = 1,
            Head = new byte[32],
            Cards = [],
        },
        default);

    private async Task AssertFoundAsync(CardholderId? but = null)
    {
        List<string> faults = [];
        var (list, _) = await Copies.ReadListAsync(default);
        var found = await Copies.ReadAsync(list, faults, default);
        Assert.Empty(faults);
        Assert.All(_keys.Where(key => key.Key != but), key => Assert.Equal(key.Value, found.GetValueOrDefault(key.Key)));

        // And they can be opened with the shard keys of the list alone.
        var other = new InMemoryTables(clock: _clock);
        var core = Core.Over(other, _clock);
        await core.Get<ShardKeys>().RestoreAsync(list.Shards.ToDictionary(shard => shard.Key, shard => shard.Row), default);
        foreach (var (docket, wrapped) in found.Take(20))
        {
            Assert.Equal(docket, (await core.Get<DocketKeys>().OpenAsync(docket, wrapped, default)).Docket);
        }
    }

    private void AssertNamed((KeyCopyList List, string? Version) stored) =>
        Assert.Empty(_blobs.All().Where(blob => blob.Container == ContainerNames.DocketKeys).Select(blob => blob.Name).Except(stored.List.Parts.Select(part => part.Name)).Except(["list.json"]));
}
