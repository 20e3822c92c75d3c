using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.Keys;
using SecureDocket.Storage;
using SecureDocket.Testing;
using SecureDocket.Tests.Reminders;
using Xunit;

namespace SecureDocket.Tests.Encryption;

/// <summary>The keys above the dockets' keys rotate, whatever comes between, and every docket stays what it was.</summary>
public sealed class RewrapDocketKeysTests
{
    private static readonly Actor s_actor = new("Enrollment.Officer", "officer-1");

    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch.AddYears(60));
    private readonly InMemoryTables _tables;
    private readonly InMemoryShardKeyVault _vault = new();

    public RewrapDocketKeysTests() => _tables = new(clock: _clock);

    [Fact]
    public async Task A_year_later_every_row_is_under_a_new_generation_and_the_old_one_goes_once_no_copy_names_it()
    {
        var ids = await OpenAsync(5);
        var before = Sealed();
        var (old, oldest) = (_tables.RowsOf(TableNames.ShardKeys).Select(row => row.Row.Key).ToList(), Live().Max(GenerationOf));
        _clock.Advance(RewrapDocketKeys.GenerationLasts + TimeSpan.FromDays(1));

        var first = await Fresh().Get<RewrapDocketKeys>().ExecuteAsync(default);

        Assert.Equal(new RewrapProgress(5, true), first);
        Assert.Equal(before, Sealed());
        Assert.All(Live(), row => Assert.True(GenerationOf(row) > oldest));
        Assert.Null(await Fresh().Get<RewrapDocketKeys>().ExecuteAsync(default));
        for (var night = 0; night < 12; night++)
        {
            _clock.Advance(TimeSpan.FromDays(1));
            Assert.Equal(new RewrapProgress(0, true), await Fresh().Get<RewrapDocketKeys>().ExecuteAsync(default));
            Assert.Equal(night < 9, _tables.RowsOf(TableNames.ShardKeys).Any(row => old.Contains(row.Row.Key)));
        }

        foreach (var id in ids)
            Assert.NotNull(await Fresh().Get<DocketStore>().LoadAsync(id, default));
    }

    [Fact]
    public async Task The_vault_s_newest_version_wraps_the_shard_keys_and_an_older_one_may_then_be_lost()
    {
        var ids = await OpenAsync(5);
        _vault.Rotate();
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(new RewrapProgress(0, true), await Fresh().Get<RewrapDocketKeys>().ExecuteAsync(default));

        _vault.Lose("docket-shards/1");
        foreach (var id in ids)
            Assert.NotNull(await Fresh().Get<DocketStore>().LoadAsync(id, default));
    }

    private static int GenerationOf(Row row) => ShardKey.Named(row.WrappedKey.Span)!.Value.Generation;

    [Theory]
    [InlineData(CallFault.NotDone)]
    [InlineData(CallFault.AnswerLost)]
    [InlineData(CallFault.KilledBefore)]
    [InlineData(CallFault.KilledAfter)]
    public async Task A_fault_at_any_call_leaves_every_docket_readable_and_the_next_run_ends_the_pass(CallFault fault)
    {
        await OpenAsync(2);
        var (kept, oldest) = (_tables.Fork(), Live().Max(GenerationOf));
        var year = RewrapDocketKeys.GenerationLasts + TimeSpan.FromDays(1);
        _clock.Advance(year);
        for (var call = 0; ; call++)
        {
            _tables.ReturnTo(kept);
            var failing = new FailingTables(_tables, call, fault);
            try
            {
                await Core.Over(failing, _clock, vault: _vault).Get<RewrapDocketKeys>().ExecuteAsync(default);
            }
            catch (Exception failure) when (failure is DependencyUnavailableException or ProcessKilledException)
            {
            }

            if (!failing.HasFailed)
                break;
            foreach (var id in Dockets())
                Assert.NotNull(await Fresh().Get<DocketStore>().LoadAsync(id, default));
            _clock.Advance(TimeSpan.FromHours(21));
            await Fresh().Get<RewrapDocketKeys>().ExecuteAsync(default);
            _clock.Advance(TimeSpan.FromHours(21));
            await Fresh().Get<RewrapDocketKeys>().ExecuteAsync(default);
            Assert.All(Live(), row => Assert.True(GenerationOf(row) > oldest));
            foreach (var id in Dockets())
                Assert.NotNull(await Fresh().Get<DocketStore>().LoadAsync(id, default));
        }
    }

    [Fact]
    public async Task A_command_that_comes_between_wins_and_its_docket_is_wrapped_the_next_night()
    {
        var id = Assert.Single(await OpenAsync(1));
        var oldest = Live().Max(GenerationOf);
        _clock.Advance(RewrapDocketKeys.GenerationLasts + TimeSpan.FromDays(1));
        var officer = Fresh();
        var seen = (await officer.Get<DocketStore>().LoadAsync(id, default))!;
        var between = new BetweenTables(_tables, async () =>
            Assert.NotNull(await officer.Get<DocketStore>().CommitAsync(seen, new("first") { Cardholder = seen.Cardholder }, s_actor, OperationId.New(), default)));

        await Core.Over(between, _clock, vault: _vault).Get<RewrapDocketKeys>().ExecuteAsync(default);

        Assert.Equal(seen.Version + 1, (await Fresh().Get<DocketStore>().LoadAsync(id, default))!.Version);
        Assert.All(Live(), row => Assert.Equal(oldest, GenerationOf(row)));
        _clock.Advance(TimeSpan.FromDays(1));
        await Fresh().Get<RewrapDocketKeys>().ExecuteAsync(default);
        Assert.All(Live(), row => Assert.True(GenerationOf(row) > oldest));
    }

    private IServiceProvider Fresh() => Core.Over(_tables, _clock, vault: _vault);

    private async Task<IReadOnlyList<CardholderId>> OpenAsync(int people)
    {
        var store = Fresh().Get<DocketStore>();
        List<CardholderId> ids = [];
        for (var person = 0; person < people; person++)
        {
            var docket = (await store.OpenAsync(Dates.Person(), [], s_actor, OperationId.New(), default))!;
            await store.CommitAsync(docket, new("hearing-set") { Hearings = [Dates.Hearing("2031-06-03T22:00")] }, s_actor, OperationId.New(), default);
            ids.Add(docket.Cardholder.Id);
        }

        return ids;
    }

    private IEnumerable<CardholderId> Dockets() => _tables.RowsOf(TableNames.Dockets).Select(row => row.Partition).Distinct()
        .Select(partition => CardholderId.TryParse(partition, out var id) ? id : throw new InvalidOperationException(partition));

    private IEnumerable<Row> Live() => _tables.RowsOf(TableNames.Dockets).Select(row => row.Row).Where(row => row.Key[0] != '~');

    private List<string> Sealed() => [.. _tables.RowsOf(TableNames.Dockets).Select(row => $"{row.Partition} {row.Row.Key} {Convert.ToHexString(row.Row.Sealed.Span)}").Order(StringComparer.Ordinal)];

    /// <summary>Tables of which one call goes wrong.</summary>
    private sealed class FailingTables(ITables inner, int nth, CallFault fault) : ITables
    {
        private int _calls;

        public bool HasFailed { get; private set; }

        public Task<Row?> FindAsync(string table, RowKey key, CancellationToken cancellationToken) => CallAsync(() => inner.FindAsync(table, key, cancellationToken));

        public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken cancellationToken) =>
            CallAsync(() => inner.RangeAsync(table, partition, from, to, take, cancellationToken));

        public Task<ScanPage> ScanAsync(string table, string from, string to, string? continuation, CancellationToken cancellationToken) =>
            CallAsync(() => inner.ScanAsync(table, from, to, continuation, cancellationToken));

        public Task<IReadOnlyList<string>?> CommitAsync(string table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken) =>
            CallAsync(() => inner.CommitAsync(table, partition, writes, cancellationToken));

        private async Task<T> CallAsync<T>(Func<Task<T>> call)
        {
            if (HasFailed && fault is (CallFault.KilledBefore or CallFault.KilledAfter))
                throw new ProcessKilledException();
            if (_calls++ != nth)
                return await call();
            HasFailed = true;
            if (fault is CallFault.AnswerLost or CallFault.KilledAfter)
                await call();
            throw fault is CallFault.KilledBefore or CallFault.KilledAfter ? new ProcessKilledException() : new DependencyUnavailableException("test");
        }
    }

    /// <summary>Tables before whose first commit to a docket something else happens.</summary>
    private sealed class BetweenTables(ITables inner, Func<Task> between) : ITables
    {
        private bool _isOver;

        public Task<Row?> FindAsync(string table, RowKey key, CancellationToken cancellationToken) => inner.FindAsync(table, key, cancellationToken);

        public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken cancellationToken) =>
            inner.RangeAsync(table, partition, from, to, take, cancellationToken);

        public Task<ScanPage> ScanAsync(string table, string from, string to, string? continuation, CancellationToken cancellationToken) =>
            inner.ScanAsync(table, from, to, continuation, cancellationToken);

        public async Task<IReadOnlyList<string>?> CommitAsync(string table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken)
        {
            if (table == TableNames.Dockets && !_isOver)
            {
                _isOver = true;
                await between();
            }

            return await inner.CommitAsync(table, partition, writes, cancellationToken);
        }
    }
}
