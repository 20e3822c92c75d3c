using System.Security.Cryptography;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Storage;

/// <summary>What is forgotten of creating requests, and what is not. Each test lives before the requests of every other.</summary>
public sealed class PurgeIdempotencyRecordsTests(AzuriteFixture azurite) : StoreTest(azurite)
{
    private static readonly byte[] s_request = "POST /api/v1/cardholders"u8.ToArray();
    private static readonly GivenAnswer s_answer = new(201, "/api/v1/cardholders/1", null, "{}");

    private static int s_tests;

    private readonly ManualClock _clock = new(new DateTimeOffset(1999, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(-100 * Interlocked.Increment(ref s_tests)));

    private IdempotencyLog Requests => new(Tables, Hash, _clock);

    [Fact]
    public async Task A_request_is_forgotten_when_it_is_older_than_seven_days_answered_or_not()
    {
        var (answered, unanswered) = (OperationId.New(), OperationId.New());
        await BeginAsync(answered, unanswered);
        await Requests.CompleteAsync(answered, s_request, s_answer, default);
        _clock.Advance(TimeSpan.FromDays(3));
        var younger = OperationId.New();
        await BeginAsync(younger);

        _clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(new(0, true), await RunAsync(Tables));
        Assert.Equal(AttemptKind.Answered, (await Requests.BeginAsync(answered, s_request, default)).Kind);

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(new(2, true), await RunAsync(Tables));
        Assert.False(await IsThereAsync(answered));
        Assert.False(await IsThereAsync(unanswered));
        Assert.True(await IsThereAsync(younger));
    }

    [Fact]
    public async Task The_age_of_an_answered_request_begins_with_its_answer()
    {
        var late = OperationId.New();
        await BeginAsync(late);
        _clock.Advance(TimeSpan.FromDays(6));
        await Requests.CompleteAsync(late, s_request, s_answer, default);
        _clock.Advance(TimeSpan.FromDays(6));

        await RunAsync(Tables);

        Assert.Equal(s_answer, (await Requests.BeginAsync(late, s_request, default)).Answer);
    }

    [Fact]
    public async Task A_request_that_is_answered_while_it_is_being_forgotten_stays()
    {
        var (old, answered) = (OperationId.New(), OperationId.New());
        await BeginAsync(old, answered);
        _clock.Advance(TimeSpan.FromDays(8));

        var dropped = await RunAsync(new Interrupted(Tables, () => Requests.CompleteAsync(answered, s_request, s_answer, default)));

        Assert.Equal(1, dropped.Count);
        Assert.False(await IsThereAsync(old));
        Assert.Equal(s_answer, (await Requests.BeginAsync(answered, s_request, default)).Answer);
    }

    [Fact]
    public async Task Every_page_is_read_and_nothing_but_requests_is_dropped()
    {
        var tables = new InMemoryTables();
        var requests = new IdempotencyLog(tables, Hash, _clock);
        for (var count = 0; count < 2500; count++)
            await requests.BeginAsync(OperationId.New(), s_request, default);
        await tables.CommitAsync(TableNames.Idempotency, "other", [RowWrite.Insert("another kind of row", "{}")], default);
        _clock.Advance(TimeSpan.FromDays(8));

        Assert.Equal(new(2500, true), await RunAsync(tables));
        Assert.Equal("other", Assert.Single(tables.RowsOf(TableNames.Idempotency)).Partition);
    }

    [Fact]
    public async Task A_run_ends_although_the_table_does_not_and_says_so()
    {
        var endless = new Endless(Tables);

        Assert.Equal(new(0, false), await RunAsync(endless));
        Assert.Equal(2000, endless.Pages);
    }

    [Fact]
    public async Task What_is_kept_of_a_request_tells_nobody_without_the_secret_what_it_was()
    {
        var operation = OperationId.New();
        await BeginAsync(operation);

        var row = await Tables.FindAsync(TableNames.Idempotency, new(operation.Value, "request"), default);
        var other = new IdempotencyLog(Tables, new KeyedHash(new byte[32]), _clock);

        Assert.DoesNotContain(Convert.ToHexStringLower(SHA256.HashData(s_request)), row!.Json, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(AttemptKind.OtherRequest, (await other.BeginAsync(operation, s_request, default)).Kind);
        Assert.Equal(AttemptKind.Unfinished, (await Requests.BeginAsync(operation, s_request, default)).Kind);
    }

    private async Task BeginAsync(params OperationId[] operations)
    {
        foreach (var operation in operations)
            Assert.Equal(AttemptKind.First, (await Requests.BeginAsync(operation, s_request, default)).Kind);
    }

    private Task<PurgedRows> RunAsync(ITables tables) => new PurgeIdempotencyRecords(tables, _clock).RunAsync(default);

    private async Task<bool> IsThereAsync(OperationId operation) =>
        await Tables.FindAsync(TableNames.Idempotency, new(operation.Value, "request"), default) is not null;

    /// <summary>Something happens between the reading of a page and what is done about it.</summary>
    private sealed class Interrupted(ITables inner, Func<Task> between) : PassingTables(inner)
    {
        public override async Task<ScanPage> ScanAsync(string table, string from, string to, string? continuation, CancellationToken cancellationToken)
        {
            var page = await base.ScanAsync(table, from, to, continuation, cancellationToken);
            await between();
            return page;
        }
    }

    /// <summary>There is always another page.</summary>
    private sealed class Endless(ITables inner) : PassingTables(inner)
    {
        public int Pages { get; private set; }

        public override Task<ScanPage> ScanAsync(string table, string from, string to, string? continuation, CancellationToken cancellationToken) =>
            Task.FromResult(new ScanPage([], $"{++Pages}"));
    }

    private abstract class PassingTables(ITables inner) : ITables
    {
        public Task<Row?> FindAsync(string table, RowKey key, CancellationToken cancellationToken) => inner.FindAsync(table, key, cancellationToken);

        public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken cancellationToken) =>
            inner.RangeAsync(table, partition, from, to, take, cancellationToken);

        public virtual Task<ScanPage> ScanAsync(string table, string from, string to, string? continuation, CancellationToken cancellationToken) =>
            inner.ScanAsync(table, from, to, continuation, cancellationToken);

        public Task<IReadOnlyList<string>?> CommitAsync(string table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken) =>
            inner.CommitAsync(table, partition, writes, cancellationToken);
    }
}
