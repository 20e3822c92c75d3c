using Microsoft.AspNetCore.Html;
using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Places;
using SecureDocket.Texts;
using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary>When a date begins: first on the clock of its place, as letters and officers say it, and where it differs also on the person's.</summary>
/// <param name="Start">The local time at the place.</param>
/// <param name="Instant">The same moment.</param>
/// <param name="Place">The zone of the place.</param>
/// <param name="Home">The person's zone.</param>
internal sealed record PlaceTime(LocalDateTime Start, Instant Instant, DateTimeZone Place, DateTimeZone Home)
{
    public static PlaceTime Of(PortalDate date, Docket docket) =>
        new(date.Start, date.Instant, DateTimeZoneProviders.Tzdb[date.TimeZone], PortalDates.ZoneOf(docket));

    public static PlaceTime Of(CheckIn checkIn, Docket docket) =>
        new(checkIn.Start, checkIn.Instant, DateTimeZoneProviders.Tzdb[checkIn.TimeZone], PortalDates.ZoneOf(docket));

    /// <summary>The abbreviation of the place's zone; null where both clocks are the same at that moment.</summary>
    private string? Suffix => ZoneSuffix.For(Instant, Place, Home);

    /// <summary>The day at the place, with its weekday.</summary>
    public string Day(PortalLanguage words, Instant now) => words.Day(Start.Date, now.InZone(Place).Date);

    /// <summary>The day of a closed door at the place, with its weekday.</summary>
    public string DayOf(ClosedDoor door, PortalLanguage words, Instant now) => words.Day(door.Start.Date, now.InZone(Place).Date);

    /// <summary>The time at the place.</summary>
    public string Time(PortalLanguage words) => words.Time(Start, Suffix);

    /// <summary>The time at the place, called so where the person's clock differs.</summary>
    public string TimeThere(PortalLanguage words) =>
        Suffix is null ? Time(words) : words.With(PortalText.TimeThere, ("time", Time(words)));

    /// <summary>The person's own time, small, with its day where that differs; nothing where both clocks are the same.</summary>
    public IHtmlContent AtHome(PortalLanguage words, Instant now)
    {
        if (Suffix is null)
        {
            return None;
        }

        var own = Instant.InZone(Home);
        var time = words.Time(own.LocalDateTime, Home.GetZoneInterval(Instant).Name);
        var told = own.Date == Start.Date ? time : $"{words.Day(own.Date, now.InZone(Home).Date)}{words.Comma}{time}";
        return Html($"""<small class="own">{words.With(PortalText.TimeHome, ("time", told))}</small>""");
    }

    /// <summary>
    /// The days from today until then: 0 is today. Null where the two calendars count differently, for around midnight one person's
    /// "tomorrow" is another's "today".
    /// </summary>
    public int? DaysFrom(Instant now)
    {
        var there = Period.DaysBetween(now.InZone(Place).Date, Start.Date);
        return there == Period.DaysBetween(now.InZone(Home).Date, Instant.InZone(Home).Date) ? there : null;
    }
}
