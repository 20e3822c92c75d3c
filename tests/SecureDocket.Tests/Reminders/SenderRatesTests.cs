using SecureDocket.Messages;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Reminders;

public sealed class SenderRatesTests
{
    private static readonly SenderNumber s_number = new("+18335550100", 60);

    private readonly ManualClock _clock = new(World.Start.ToDateTimeOffset());
    private readonly InMemoryTables _tables = new();

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public async Task No_minute_wherever_it_begins_holds_more_than_the_rate(int takers)
    {
        List<(DateTimeOffset At, int Count)> granted = [];
        for (var second = 0; second < 240; second++)
        {
            // Each with rates of its own, as processes have.
            var at = _clock.GetUtcNow();
            var takes = await Task.WhenAll(Enumerable.Range(0, takers).Select(i => new SenderRates(_tables, _clock).TakeAsync(s_number, 1 + ((second + i) % 7), default)));
            granted.Add((at, takes.Sum()));
            _clock.Advance(TimeSpan.FromSeconds(1) + TimeSpan.FromMilliseconds(second % 3));
        }

        Assert.All(granted, first => Assert.InRange(
            granted.Where(one => one.At >= first.At && one.At.ToUnixTimeSeconds() - first.At.ToUnixTimeSeconds() < 60).Sum(one => one.Count), 0, s_number.PerMinute));

        // And hardly less: every minute's are used up.
        Assert.InRange(granted.Sum(one => one.Count), 3 * s_number.PerMinute, 4 * s_number.PerMinute);
    }

    [Fact]
    public async Task Who_asks_for_more_than_is_left_gets_what_is_left_and_then_nothing()
    {
        var rates = new SenderRates(_tables, _clock);
        Assert.Equal(50, await rates.TakeAsync(s_number, 50, default));
        Assert.Equal(10, await rates.TakeAsync(s_number, 50, default));
        Assert.Equal(0, await rates.TakeAsync(s_number, 1, default));
        Assert.Equal(1, await rates.TakeAsync(new("72345", 6000), 1, default));

        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(0, await rates.TakeAsync(s_number, 1, default));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(60, await rates.TakeAsync(s_number, 64, default));
    }

    [Fact]
    public async Task What_is_kept_of_a_number_does_not_grow()
    {
        var rates = new SenderRates(_tables, _clock);
        for (var second = 0; second < 300; second++)
        {
            await rates.TakeAsync(new("72345", 6000), 1, default);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(Assert.Single(_tables.RowsOf(TableNames.Watermarks)).Row.Json.Length, 1, 4000);
    }
}
