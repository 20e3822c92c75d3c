using Microsoft.AspNetCore.Html;
using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Reminders;
using SecureDocket.Texts;
using static SecureDocket.Functions.Pages.Markup;
using static SecureDocket.Functions.Portal.PortalPage;

namespace SecureDocket.Functions.Portal;

/// <summary>A date of a cardholder as the portal shows it, be it a hearing or a check-in.</summary>
internal sealed record PortalDate
{
    public required ReminderSubject Subject { get; init; }

    public required LocalDateTime Start { get; init; }

    public required string TimeZone { get; init; }

    public required Instant Instant { get; init; }

    public required string VenueId { get; init; }

    public required string VenueName { get; init; }

    public string? Room { get; init; }

    /// <summary>Whether it is to come, or of today at its place: who is late still looks for the room.</summary>
    public required bool IsToCome { get; init; }

    /// <summary>Whether its time has come, so that nothing about it can be changed any more.</summary>
    public required bool HasBegun { get; init; }

    /// <summary>What became of one that is not to come; null where nothing is known but that it is past.</summary>
    public PortalText? Outcome { get; init; }

    public bool IsHearing => Subject.Kind == ReminderSubjectKind.Hearing;

    /// <summary>Every date of a docket, in order of time.</summary>
    public static IReadOnlyList<PortalDate> Of(Docket docket, Instant now) =>
        [.. docket.Hearings.Select(hearing => Of(hearing, now)).Concat(docket.CheckIns.Select(checkIn => Of(checkIn, now))).OrderBy(date => date.Instant)];

    private static PortalDate Of(Hearing hearing, Instant now) => new()
    {
        Subject = new(ReminderSubjectKind.Hearing, hearing.Id, hearing.DateVersion),
        Start = hearing.Start,
        TimeZone = hearing.TimeZone,
        Instant = hearing.Instant,
        VenueId = hearing.CourtId,
        VenueName = hearing.CourtName,
        Room = hearing.Room,
        IsToCome = hearing.Status == HearingStatus.Scheduled && now < EndOf(hearing.Start, hearing.TimeZone),
        HasBegun = hearing.Instant <= now,
        Outcome = hearing.Status == HearingStatus.Cancelled ? PortalText.Cancelled : null,
    };

    private static PortalDate Of(CheckIn checkIn, Instant now) => new()
    {
        Subject = new(ReminderSubjectKind.CheckIn, checkIn.Id, checkIn.Version),
        Start = checkIn.Start,
        TimeZone = checkIn.TimeZone,
        Instant = checkIn.Instant,
        VenueId = checkIn.OfficeId,
        VenueName = checkIn.OfficeName,
        IsToCome = checkIn.Status == CheckInStatus.Booked && now < EndOf(checkIn.Start, checkIn.TimeZone),
        HasBegun = checkIn.Instant <= now,
        Outcome = checkIn.Status switch
        {
            CheckInStatus.Attended => PortalText.Came,
            CheckInStatus.Missed => PortalText.Missed,
            CheckInStatus.Cancelled => PortalText.Cancelled,
            _ => null,
        },
    };

    private static Instant EndOf(LocalDateTime start, string zone) => start.Date.PlusDays(1).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb[zone]).ToInstant();
}

/// <summary>Draws dates.</summary>
internal static class PortalDates
{
    /// <summary>A person's own zone.</summary>
    public static DateTimeZone ZoneOf(Docket docket) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(docket.Cardholder.Details.TimeZone) ?? DateTimeZone.Utc;

    /// <summary>The next date, large.</summary>
    public static IHtmlContent Large(PortalPage page, Docket docket, PortalDate date, Venue? venue, Instant now)
    {
        var t = page.T;
        var home = ZoneOf(docket);
        var start = date.Instant.InZone(home);
        var today = now.InZone(home).Date;
        var near = Period.DaysBetween(today, start.Date) switch { 0 => t[PortalText.Today], 1 => t[PortalText.Tomorrow], _ => null };
        return Html($"""
            <section class="next" aria-labelledby="next">
            <h2 id="next">{t[PortalText.NextDate]}</h2>
            <p class="kind">{t[date.IsHearing ? PortalText.Hearing : PortalText.CheckIn]}{(near is null ? None : Html($""" <strong class="near">{near}</strong>"""))}</p>
            <p class="day"><time datetime="{start.LocalDateTime:yyyy-MM-dd'T'HH:mm}">{t.Day(start.Date, today)}<br>{t.Time(start.LocalDateTime, HomeSuffix(date, home))}</time></p>
            {There(page, date, home)}
            <p class="place"><b><bdi>{venue?.Name ?? date.VenueName}</bdi></b>{(date.Room is { } room ? Html($"""<br>{t.With(PortalText.Room, ("room", room))}""") : None)}{(venue is null ? None : Html($"""<br><bdi>{venue.Address}</bdi> <a href="https://www.openstreetmap.org/search?query={Uri.EscapeDataString(venue.Address)}" rel="noreferrer">{t[PortalText.Map]}</a>"""))}{(venue?.Phone is { } phone ? Html($"""<br>{PortalPage.Phone(phone)}""") : None)}</p>
            {Answer(page, docket, date)}
            <h3>{t[PortalText.Bring]}</h3>
            <p>{t[date.IsHearing ? PortalText.BringHearing : PortalText.BringCheckIn]}</p>
            <h3>{t[PortalText.IfMissed]}</h3>
            <p>{t[date.IsHearing ? PortalText.MissedHearing : PortalText.MissedCheckIn]}</p>
            {Moves(page, date)}
            </section>
            """);
    }

    /// <summary>A date in a list.</summary>
    public static IHtmlContent Small(PortalPage page, Docket docket, PortalDate date, Instant now)
    {
        var t = page.T;
        var home = ZoneOf(docket);
        var start = date.Instant.InZone(home);
        return Html($"""
            <li><p><b>{t[date.IsHearing ? PortalText.Hearing : PortalText.CheckIn]}</b>{(date.Outcome is { } outcome ? Html($""" <span class="outcome">{t[outcome]}</span>""") : None)}<br>
            {t.Day(start.Date, now.InZone(home).Date)}{t.Comma}{t.Time(start.LocalDateTime, HomeSuffix(date, home))}<br><bdi>{date.VenueName}</bdi>{(date.Room is { } room ? Html($"""{t.Comma}{t.With(PortalText.Room, ("room", room))}""") : None)}</p>
            {(date.IsToCome ? There(page, date, home) : None)}{(date.IsToCome ? Answer(page, docket, date) : None)}{(date.IsToCome ? Moves(page, date) : None)}</li>
            """);
    }

    // Two clocks only where they differ, and then each by its name.
    private static string? HomeSuffix(PortalDate date, DateTimeZone home) =>
        home.GetUtcOffset(date.Instant) == DateTimeZoneProviders.Tzdb[date.TimeZone].GetUtcOffset(date.Instant) ? null : home.GetZoneInterval(date.Instant).Name;

    private static IHtmlContent There(PortalPage page, PortalDate date, DateTimeZone home) =>
        ZoneSuffix.For(date.Instant, DateTimeZoneProviders.Tzdb[date.TimeZone], home) is { } suffix
            ? Html($"""<p class="there">{page.T.With(PortalText.TimeThere, ("time", page.T.Time(date.Start, suffix)))}</p>""")
            : None;

    private static IHtmlContent Answer(PortalPage page, Docket docket, PortalDate date) => ConfirmDate.IsConfirmed(docket, date.Subject)
        ? Html($"""<p class="said">✓ {page.T[PortalText.SaidWillCome]}</p>""")
        : date.HasBegun ? None
        : page.Form(
            "/dates/confirmation",
            Html($"""<input type="hidden" name="kind" value="{date.Subject.Kind}"><input type="hidden" name="id" value="{date.Subject.Id}"><input type="hidden" name="version" value="{date.Subject.Version}">{Once()}"""),
            PortalText.WillCome);

    private static IHtmlContent Moves(PortalPage page, PortalDate date) => date.IsHearing
        ? Html($"""<p>{page.Call(PortalText.OnlyCourtMoves)}</p>""")
        : date.HasBegun ? None
        : Html($"""<p class="ways"><a class="button" href="/check-ins/booking?move={date.Subject.Id}">{page.T[PortalText.Move]}</a> <a class="button quiet" href="/check-ins/{date.Subject.Id}/cancellation">{page.T[PortalText.Cancel]}</a></p>""");
}
