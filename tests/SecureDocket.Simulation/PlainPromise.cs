using NodaTime;
using SecureDocket.Reminders;

namespace SecureDocket.Simulation;

/// <summary>
/// The promise in plain words, reckoned without the product's code: a notice, then seven, three and one day before, within
/// nine to seven on the person's clock, at the next nine where half a day is left then and otherwise at seven before, unless the
/// notice has just said it.
/// </summary>
internal static class PlainPromise
{
    /// <summary>When which text about a version is due, and from when on it is late.</summary>
    public static IEnumerable<(ReminderOccasion Occasion, Instant At, Instant Late)> Wanted(SimulatedPerson person, SetVersion version)
    {
        var home = TimeZoneInfo.FindSystemTimeZoneById(person.Zone);
        var court = TimeZoneInfo.FindSystemTimeZoneById(person.CourtZone);
        var start = TimeZoneInfo.ConvertTimeToUtc(version.Start.ToDateTimeUnspecified(), court);
        var set = version.SetAt.ToDateTimeUtc();
        var notice = TimeZoneInfo.ConvertTimeFromUtc(set, home) is var local && local.Hour is >= 9 and < 20
            ? set
            : TimeZoneInfo.ConvertTimeToUtc(local.Date.AddDays(local.Hour < 9 ? 0 : 1).AddHours(9), home);

        // What is set just before the evening may have to wait for the morning.
        var left = TimeZoneInfo.ConvertTimeFromUtc(notice, home) is var evening && evening.TimeOfDay >= new TimeSpan(19, 45, 0)
            ? TimeZoneInfo.ConvertTimeToUtc(evening.Date.AddDays(1).AddHours(9), home)
            : notice;
        if (notice < start)
            yield return (ReminderOccasion.Notice, At(notice), At(left.AddHours(3)));

        foreach (var (occasion, days) in new[] { (ReminderOccasion.SevenDays, 7), (ReminderOccasion.ThreeDays, 3), (ReminderOccasion.OneDay, 1) })
        {
            var wanted = TimeZoneInfo.ConvertTimeFromUtc(start, home).AddDays(-days);
            var (morning, sevenBefore) = wanted.Hour < 9
                ? (wanted.Date.AddHours(9), wanted.Date.AddDays(-1).AddHours(19))
                : (wanted.Date.AddDays(1).AddHours(9), wanted.Date.AddHours(19));
            if (wanted.Hour is < 9 or >= 20)
                wanted = TimeZoneInfo.ConvertTimeToUtc(morning, home).AddHours(12) <= start ? morning : sevenBefore;
            else if (wanted.TimeOfDay > TimeSpan.FromHours(19))
                wanted = sevenBefore;
            var due = TimeZoneInfo.ConvertTimeToUtc(wanted, home);
            if (due >= set.AddHours(12).AddMinutes(1))
                yield return (occasion, At(due), At(due.AddHours(3)));
        }
    }

    private static Instant At(DateTime utc) => Instant.FromDateTimeUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
}
