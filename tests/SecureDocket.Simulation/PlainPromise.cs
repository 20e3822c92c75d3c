using NodaTime;
using SecureDocket.Reminders;

namespace SecureDocket.Simulation;

/// <summary>
/// The promise in plain words, reckoned without the product's code: a notice, then seven, three and one day before, within
/// nine to seven on the person's clock, at the next nine where half a day is left then and otherwise at seven before, unless the
/// notice has just said it. A notice that would otherwise leave fewer than six hours leaves in wider hours.
/// </summary>
internal static class PlainPromise
{
    /// <summary>When which text about a version is due, and from when on it is late.</summary>
    /// <param name="zone">Whose clock the person lives by.</param>
    /// <param name="place">Whose clock the place shows.</param>
    /// <param name="local">What it shows at the start.</param>
    /// <param name="setAt">When the version was on record.</param>
    /// <param name="ahead">How many days ahead the person is reminded.</param>
    public static IEnumerable<(ReminderOccasion Occasion, Instant At, Instant Late)> Wanted(string zone, string place, LocalDateTime local, Instant setAt, IReadOnlyList<int> ahead)
    {
        var home = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var start = TimeZoneInfo.ConvertTimeToUtc(local.ToDateTimeUnspecified(), TimeZoneInfo.FindSystemTimeZoneById(place));
        var set = setAt.ToDateTimeUtc();
        var notice = NewsLeaves(set, start, home);

        // What is set just before the evening may have to wait for the morning.
        var left = NewsLeaves(notice.AddMinutes(15), start, home);
        if (notice < start)
            yield return (ReminderOccasion.Notice, At(notice), At(left.AddHours(3)));

        foreach (var (occasion, days) in new[] { (ReminderOccasion.SevenDays, 7), (ReminderOccasion.ThreeDays, 3), (ReminderOccasion.OneDay, 1) })
        {
            if (!ahead.Contains(days))
                continue;

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

    /// <summary>
    /// When news of a date leaves that is known from a moment on: from nine to eight, and where that leaves fewer than six hours, from seven to nine, or
    /// from six for dates before ten.
    /// </summary>
    public static DateTime NewsLeaves(DateTime known, DateTime start, TimeZoneInfo home)
    {
        var usual = Opens(known, home, 9, 20);
        return usual.AddHours(6) <= start ? usual : Opens(known, home, TimeZoneInfo.ConvertTimeFromUtc(start, home).Hour < 10 ? 6 : 7, 21);
    }

    private static DateTime Opens(DateTime utc, TimeZoneInfo home, int from, int to) =>
        TimeZoneInfo.ConvertTimeFromUtc(utc, home) is var local && local.Hour >= from && local.Hour < to
            ? utc
            : TimeZoneInfo.ConvertTimeToUtc(local.Date.AddDays(local.Hour < from ? 0 : 1).AddHours(from), home);

    private static Instant At(DateTime utc) => Instant.FromDateTimeUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
}
