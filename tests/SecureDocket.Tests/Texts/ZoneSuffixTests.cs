using NodaTime;
using SecureDocket.Texts;
using Xunit;

namespace SecureDocket.Tests.Texts;

public sealed class ZoneSuffixTests
{
    [Theory]
    [InlineData("America/Denver", "America/Denver", 1, null)]
    [InlineData("America/New_York", "America/Denver", 1, "EST")]
    [InlineData("America/New_York", "America/Denver", 7, "EDT")]
    [InlineData("America/Phoenix", "America/Denver", 1, null)]
    [InlineData("America/Phoenix", "America/Denver", 7, "MST")]
    [InlineData("America/Phoenix", "America/Los_Angeles", 7, null)]
    [InlineData("America/Puerto_Rico", "America/New_York", 7, null)]
    [InlineData("America/Puerto_Rico", "America/New_York", 1, "AST")]
    [InlineData("Pacific/Guam", "America/New_York", 1, "ChST")]
    public void A_zone_is_said_only_when_the_clocks_differ(string venue, string home, int month, string? suffix) =>
        Assert.Equal(suffix, ZoneSuffix.For(Instant.FromUtc(2026, month, 15, 18, 0), Zone(venue), Zone(home)));

    [Fact]
    public void The_suffix_of_every_zone_may_stand_in_a_text()
    {
        var utc = DateTimeZone.Utc;
        int[] months = [1, 7];
        var suffixes =
            from id in DateTimeZoneProviders.Tzdb.Ids
            from month in months
            select ZoneSuffix.For(Instant.FromUtc(2026, month, 15, 18, 0), Zone(id), utc);
        Assert.All(suffixes.OfType<string>().Distinct(), suffix => Assert.True(TextValues.IsZoneSuffix(suffix), suffix));
    }

    private static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];
}
