using System.Globalization;
using NodaTime;
using SecureDocket.Credentials;
using SecureDocket.Partners;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;
using Xunit.Abstractions;

namespace SecureDocket.Tests.Partners;

/// <summary>What partners are let through, by as many instances as there may be, over storage that is shared and not steady.</summary>
public sealed class PartnerMeterTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    private static readonly Telemetry s_telemetry = new();

    private readonly ManualClock _clock = new(s_start);
    private readonly InMemoryTables _tables = new();

    [Theory]
    [InlineData(1, 1, 600, 0, false)]
    [InlineData(2, 3, 600, 0, true)]
    [InlineData(3, 8, 300, 0, false)]
    [InlineData(4, 8, 300, 10, true)]
    [InlineData(5, 40, 600, 5, true)]
    [InlineData(6, 5, 7, 10, false)]
    [InlineData(7, 4, 100, 10, true)]
    public async Task Whoever_asks_for_more_gets_the_limit_within_a_tenth_and_never_more(int seed, int instances, int limit, int lost, bool skewed)
    {
        var random = new Random(seed);
        var tables = Enumerable.Range(0, instances).Select(instance => new UnsteadyTables(_tables, new Random((seed * 100) + instance)) { Lost = lost }).ToArray();
        var processes = tables.Select(each => new PartnerMeters(new PartnerDays(each), _clock)).ToArray();
        var (greedy, modest) = (Partner("greedy", limit), Partner("modest", 60));
        var asked = 0;
        for (var minute = 0; minute < 3; minute++)
        {
            int through = 0, modestThrough = 0;
            _clock.Advance(s_start.AddMinutes(minute).AddSeconds(1) - _clock.GetUtcNow());
            var rounds = Math.Max(10, limit / 8);
            for (var round = 0; round < rounds; round++)
            {
                // Three times the limit in a minute, most of it at one instance when skewed; sixteen at once.
                var askers = Enumerable.Range(0, 24).Select(_ => processes[skewed && random.Next(10) < 8 ? 0 : random.Next(instances)]).ToList();
                var answers = await Task.WhenAll(askers.Select(process => AskAsync(process, greedy)));
                through += answers.Count(isThrough => isThrough);
                asked += answers.Length;
                if (round < 50)
                {
                    modestThrough += await AskAsync(processes[random.Next(instances)], modest) ? 1 : 0;
                }

                _clock.Advance(TimeSpan.FromSeconds(57.0 / rounds));
            }

            output.WriteLine($"minute {minute}: {through} of {limit} let through, {tables.Sum(each => each.Calls)} storage operations");
            Assert.InRange(through, (int)Math.Ceiling(limit * 0.9), limit);
            Assert.Equal(Math.Min(rounds, 50), modestThrough);
        }

        // Counted once each, or lost with an answer at the turn of a minute; never twice.
        Array.ForEach(tables, each => each.Lost = 0);
        await Task.WhenAll(processes.Select(process => process.FlushAsync(default)));
        var day = await new PartnerDays(_tables).FindAsync("greedy", new LocalDate(2026, 11, 20), default);
        var counts = day!.Value.Counts;
        Assert.InRange(counts.Valid + counts.Refused, lost == 0 ? asked : asked / 2, asked);
        Array.ForEach(processes, process => process.Dispose());
    }

    [Theory]
    [InlineData(1, 600, 0.04)]
    [InlineData(4, 600, 0.2)]
    [InlineData(4, 6000, 0.02)]
    [InlineData(10, 6000, 0.1)]
    public async Task A_lease_is_shared_by_so_many_verifications_that_it_hardly_costs(int instances, int limit, double perVerification)
    {
        var tables = new UnsteadyTables(_tables, new Random(1));
        var processes = Enumerable.Range(0, instances).Select(_ => new PartnerMeters(new PartnerDays(tables), _clock)).ToArray();
        var partner = Partner("partner", limit);
        for (var request = 0; request < limit; request++)
        {
            await AskAsync(processes[request % instances], partner);
        }

        output.WriteLine($"{tables.Calls} storage operations for {limit} verifications");
        Assert.InRange(tables.Calls / (double)limit, 0, perVerification);
        Array.ForEach(processes, process => process.Dispose());
    }

    [Fact]
    public async Task A_flood_beyond_the_limit_costs_no_storage_and_is_told_when_to_come_again()
    {
        var tables = new UnsteadyTables(_tables, new Random(1));
        using var meters = new PartnerMeters(new PartnerDays(tables), _clock);
        var partner = Partner("partner", 50);
        _clock.Advance(TimeSpan.FromSeconds(12.5));
        for (var request = 0; request < 51; request++)
        {
            await AskAsync(meters, partner);
        }

        var before = tables.Calls;
        for (var request = 0; request < 1000; request++)
        {
            Assert.False(await AskAsync(meters, partner));
        }

        Assert.Equal(before, tables.Calls);
        var refusal = await meters.Of(partner).EnterAsync(50, default);
        Assert.Equal("too-many-requests", refusal!.Code);
        Assert.Equal(TimeSpan.FromSeconds(47.5), refusal.RetryAfter);

        _clock.Advance(refusal.RetryAfter!.Value);
        Assert.True(await AskAsync(meters, partner));
        Assert.Equal(before + 1, tables.Calls);
    }

    [Fact]
    public async Task So_many_at_once_and_no_more_and_another_partner_is_not_kept_waiting()
    {
        using var meters = new PartnerMeters(new PartnerDays(_tables), _clock);
        var (flooding, other) = (meters.Of(Partner("flooding", 60_000)), meters.Of(Partner("other", 600)));
        for (var request = 0; request < PartnerMeter.ConcurrentLimit; request++)
        {
            Assert.Null(await flooding.EnterAsync(60_000, default));
        }

        var refusal = await flooding.EnterAsync(60_000, default);
        Assert.Equal(("too-many-requests", TimeSpan.FromSeconds(1)), (refusal!.Code, refusal.RetryAfter));
        Assert.Null(await other.EnterAsync(600, default));

        flooding.Leave(new PartnerCounts { Valid = 1 });
        Assert.Null(await flooding.EnterAsync(60_000, default));
    }

    [Fact]
    public async Task While_storage_is_away_an_instance_lets_through_the_limit_and_storage_is_left_alone()
    {
        var tables = new UnsteadyTables(_tables, new Random(1)) { Away = true };
        using var meters = new PartnerMeters(new PartnerDays(tables), _clock);
        var partner = Partner("partner", 40);
        var through = 0;
        for (var request = 0; request < 100; request++)
        {
            through += await AskAsync(meters, partner) ? 1 : 0;
        }

        Assert.Equal(40, through);
        Assert.InRange(tables.Calls, 1, 6);

        // What it let through is taken from the same minute once storage is back.
        tables.Away = false;
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.False(await AskAsync(meters, partner));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await AskAsync(meters, partner));
    }

    [Fact]
    public async Task While_storage_is_silent_nobody_waits_long_nor_behind_another_and_who_gives_up_changes_nothing()
    {
        var tables = new UnsteadyTables(_tables, new Random(1)) { Held = new TaskCompletionSource().Task };
        using var meters = new PartnerMeters(new PartnerDays(tables), _clock);
        using var patience = new CancellationTokenSource();
        var meter = meters.Of(Partner("partner", 40));
        var impatient = meter.EnterAsync(40, patience.Token);
        var patient = Enumerable.Range(0, 8).Select(_ => meter.EnterAsync(40, default)).ToList();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        _clock.Advance(PartnerLeases.MayTake);
        Assert.All(await Task.WhenAll(patient), Assert.Null);
        Assert.Equal(1, tables.Calls);

        // From then on nobody waits, not even the one with whom storage is tried again.
        for (var rest = 0; rest < 2; rest++)
        {
            Assert.True(meter.EnterAsync(40, default).IsCompletedSuccessfully);
            Assert.Equal(1 + rest, tables.Calls);
            _clock.Advance(TimeSpan.FromSeconds(5));
            Assert.True(meter.EnterAsync(40, default).IsCompletedSuccessfully);
            Assert.Equal(2 + rest, tables.Calls);
            _clock.Advance(PartnerLeases.MayTake);
            await meter.Lease;
        }

        for (var visit = 0; visit < 12; visit++)
        {
            meter.Leave(new PartnerCounts { Undetermined = 1 });
        }

        // Storage is back: what was let through without it is taken from the minute.
        tables.Held = Task.CompletedTask;
        _clock.Advance(TimeSpan.FromSeconds(5));
        var through = 0;
        for (var request = 0; request < 60; request++)
        {
            through += await AskAsync(meters, Partner("partner", 40)) ? 1 : 0;
        }

        Assert.Equal(40 - 12, through);
    }

    [Fact]
    public async Task What_was_counted_is_on_record_a_minute_later_though_the_partner_asks_no_more_and_storage_was_silent_meanwhile()
    {
        var tables = new UnsteadyTables(_tables, new Random(1));
        using var meters = new PartnerMeters(new PartnerDays(tables), _clock);
        for (var request = 0; request < 25; request++)
        {
            await AskAsync(meters, Partner("partner", 600));
        }

        // Whoever goes on has its leases for that.
        var before = tables.Calls;
        await meters.FlushIdleAsync(default);
        Assert.Equal(before, tables.Calls);

        _clock.Advance(TimeSpan.FromMinutes(1));
        tables.Held = new TaskCompletionSource().Task;
        var flush = meters.FlushIdleAsync(default);
        _clock.Advance(PartnerLeases.MayTake);
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => flush);
        tables.Held = Task.CompletedTask;
        await meters.FlushIdleAsync(default);
        Assert.Equal(25, await ValidAsync());

        // And nothing is counted or asked twice.
        before = tables.Calls;
        await meters.FlushIdleAsync(default);
        Assert.Equal(before, tables.Calls);
        await AskAsync(meters, Partner("partner", 600));
        await meters.FlushAsync("partner", default);
        Assert.Equal(26, await ValidAsync());

        async Task<long> ValidAsync() => (await new PartnerDays(_tables).FindAsync("partner", new LocalDate(2026, 11, 20), default))!.Value.Counts.Valid;
    }

    [Fact]
    public async Task The_fullest_day_fits_a_row()
    {
        var tables = new InMemoryTables();
        var (date, minute) = (new LocalDate(2026, 11, 20), s_start.ToUnixTimeSeconds() / 60);
        PartnerDay full = new()
        {
            Minute = minute,
            Granted = 1,
            Leases = [.. Enumerable.Range(0, PartnerLeases.InstanceLimit).Select(one => new PartnerLease(
                one.ToString("x8", CultureInfo.InvariantCulture), int.MaxValue, SecureDocket.Partners.Partner.HighestPerMinute))],
            Counts = new() { Valid = long.MaxValue, Invalid = long.MaxValue, Undetermined = long.MaxValue, Refused = long.MaxValue },
        };
        Assert.NotNull(await new PartnerDays(tables).WriteAsync("partner", date, null, full, default));
        var row = await tables.FindAsync(TableNames.Partners, new("days|partner", "2026-11-20"), default);
        Assert.InRange(row!.Json.Length, 20_000, StorageLimits.DocumentCharacters);

        // One instance more than there is room for has to wait for the next minute.
        using var meters = new PartnerMeters(new PartnerDays(tables), _clock);
        Assert.False(await AskAsync(meters, Partner("partner", SecureDocket.Partners.Partner.HighestPerMinute)));
    }

    [Fact]
    public async Task The_last_counts_of_a_day_belong_to_it()
    {
        using var meters = new PartnerMeters(new PartnerDays(_tables), _clock);
        var partner = Partner("partner", 600);
        await AskAsync(meters, partner);
        await AskAsync(meters, partner);
        _clock.Advance(TimeSpan.FromDays(3));
        await AskAsync(meters, partner);
        await meters.FlushAsync(default);

        var days = await new PartnerDays(_tables).RangeAsync("partner", new DateInterval(new(2026, 11, 20), new(2026, 11, 23)), default);
        Assert.Equal([(new LocalDate(2026, 11, 20), 2L), (new LocalDate(2026, 11, 23), 1L)], days.Select(day => (day.Key, day.Value.Counts.Valid)));
    }

    private static async Task<bool> AskAsync(PartnerMeters meters, Partner partner)
    {
        var meter = meters.Of(partner);
        if (await meter.EnterAsync(partner.PerMinute, default) is not null)
        {
            return false;
        }

        using var visit = new PartnerVisit(partner, meter, s_telemetry);
        visit.Answered(Outcome.Valid);
        return true;
    }

    private static Partner Partner(string id, int perMinute) => new()
    {
        Id = id,
        Name = id,
        Kind = PartnerKind.Live,
        Scopes = [PartnerScope.Verify],
        PerMinute = perMinute,
        Contact = "desk@partner.example",
    };
}
