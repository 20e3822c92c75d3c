using SecureDocket.Limits;
using SecureDocket.SignIns;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.SignIns;

/// <summary>A limit holds however many ask at once, and gives what it has.</summary>
public sealed class RateLimitsTests
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private readonly ManualClock _clock = new(new DateTimeOffset(2030, 6, 3, 17, 0, 0, TimeSpan.Zero));
    private readonly InMemoryTables _tables = new();

    [Theory]
    [InlineData("from|shelter", BeginSignIn.AddressLimit)]
    [InlineData("phone|shared", SendSignInCode.PhoneLimit)]
    [InlineData("texts|0", 20)]
    public async Task Three_hundred_at_once_get_no_more_than_the_limit_and_what_they_leave_is_still_to_be_had(string subject, int limit)
    {
        var limits = new RateLimits(_tables, _clock);
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => Task.Run(() => limits.TakeAsync(subject, limit, s_hour, default))));
        var taken = answers.Count(isTaken => isTaken);
        Assert.InRange(taken, 1, limit);
        for (; taken < limit; taken++)
        {
            Assert.True(await limits.TakeAsync(subject, limit, s_hour, default));
        }

        Assert.False(await limits.TakeAsync(subject, limit, s_hour, default));
        _clock.Advance(s_hour);
        Assert.True(await limits.TakeAsync(subject, limit, s_hour, default));
    }

    [Fact]
    public async Task Who_loses_every_race_is_refused()
    {
        var limits = new RateLimits(new LostRaces(_tables), _clock);
        Assert.False(await limits.TakeAsync("from|shelter", BeginSignIn.AddressLimit, s_hour, default));
    }

    /// <summary>Tables in which another always comes first.</summary>
    private sealed class LostRaces(ITables tables) : ITables
    {
        public Task<Row?> FindAsync(string table, RowKey key, CancellationToken cancellationToken) => tables.FindAsync(table, key, cancellationToken);

        public Task<IReadOnlyList<Row>> RangeAsync(string table, string partition, string from, string to, int take, CancellationToken cancellationToken) =>
            tables.RangeAsync(table, partition, from, to, take, cancellationToken);

        public Task<ScanPage> ScanAsync(string table, string from, string to, string? continuation, CancellationToken cancellationToken) =>
            tables.ScanAsync(table, from, to, continuation, cancellationToken);

        public Task<IReadOnlyList<string>?> CommitAsync(string table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>?>(null);
    }
}
