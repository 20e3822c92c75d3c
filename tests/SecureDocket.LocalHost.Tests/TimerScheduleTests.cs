using System.Globalization;
using NCrontab;
using SecureDocket.Health;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>The moments that a schedule means, told by hand: 2026-01-01 is a Thursday.</summary>
public sealed class TimerScheduleTests
{
    [Theory]
    [InlineData("0 30 4 * * *", "2026-01-01T04:29:59Z", "2026-01-01T04:30:00Z")]
    [InlineData("0 30 4 * * *", "2026-01-01T04:30:00Z", "2026-01-02T04:30:00Z")]
    [InlineData("0 */10 * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:10:00Z")]
    [InlineData("0 */10 * * * *", "2026-01-01T23:50:00.001Z", "2026-01-02T00:00:00Z")]
    [InlineData("*/15 * * * * *", "2026-01-01T00:00:14.999Z", "2026-01-01T00:00:15Z")]
    [InlineData("5,40 59 23 31 12 *", "2026-12-31T23:59:05Z", "2026-12-31T23:59:40Z")]
    [InlineData("0 0 0 1 1 *", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("0 0 9-17/4 * * *", "2026-01-01T13:00:00Z", "2026-01-01T17:00:00Z")]
    [InlineData("0 0 9-17/4 * * *", "2026-01-01T17:00:00Z", "2026-01-02T09:00:00Z")]
    [InlineData("0 0 0 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("0 0 0 31 * *", "2026-01-31T00:00:00Z", "2026-03-31T00:00:00Z")]
    [InlineData("0 0 12 * * 0", "2026-01-01T00:00:00Z", "2026-01-04T12:00:00Z")]
    [InlineData("0 0 12 * * 6", "2026-01-01T00:00:00Z", "2026-01-03T12:00:00Z")]
    [InlineData("0 0 12 * * 1-5", "2026-01-02T12:00:00Z", "2026-01-05T12:00:00Z")]
    [InlineData("0 0 12 * * MON-FRI", "2026-01-02T12:00:00Z", "2026-01-05T12:00:00Z")]
    [InlineData("0 0 12 * Feb Sun", "2026-01-01T00:00:00Z", "2026-02-01T12:00:00Z")]
    [InlineData("0 0 0 13 * 5", "2026-01-01T00:00:00Z", "2026-02-13T00:00:00Z")]
    [InlineData("30 4 * * *", "2026-01-01T00:00:00Z", "2026-01-01T04:30:00Z")]
    [InlineData("*/5 * * * *", "2026-01-01T00:00:30Z", "2026-01-01T00:05:00Z")]
    [InlineData("0  30  4 * *  *", "2026-01-01T00:00:00Z", "2026-01-01T04:30:00Z")]
    [InlineData("0 30 4 * * *", "2026-01-01T04:30:00+02:00", "2026-01-01T04:30:00Z")]
    [InlineData("0 30 2 * * *", "2026-03-29T01:30:00Z", "2026-03-29T02:30:00Z")]
    public void The_next_moment_is_the_first_after(string expression, string after, string next)
    {
        var found = TimerSchedule.Parse(expression).After(Moment(after));

        Assert.Equal(Moment(next), found);
        Assert.Equal(TimeSpan.Zero, found!.Value.Offset);
    }

    [Fact]
    public void A_moment_that_never_comes_is_none() =>
        Assert.Null(TimerSchedule.Parse("0 0 0 30 2 *").After(Moment("2026-01-01T00:00:00Z")));

    [Theory]
    [InlineData("")]
    [InlineData("daily")]
    [InlineData("0 30 4 * *  * *")]
    [InlineData("30 4 * *")]
    [InlineData("60 0 0 * * *")]
    [InlineData("0 0 24 * * *")]
    [InlineData("0 0 0 * * 7")]
    [InlineData("0 30 4 ? * *")]
    public void What_is_no_schedule_is_refused(string expression) =>
        Assert.ThrowsAny<CrontabException>(() => TimerSchedule.Parse(expression));

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
