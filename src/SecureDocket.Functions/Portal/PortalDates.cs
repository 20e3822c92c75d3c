using Microsoft.AspNetCore.Html;
using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Places;
using SecureDocket.Reminders;
using static SecureDocket.Functions.Pages.Markup;
using static SecureDocket.Functions.Portal.PortalPage;

namespace SecureDocket.Functions.Portal;

/// <summary>A hearing or check-in of a cardholder, as the portal shows it.</summary>
internal sealed record PortalDate
{
    public required ReminderSubject Subject { get; init; }

    public required LocalDateTime Start { get; init; }

    public required string TimeZone { get; init; }

    public required Instant Instant { get; init; }

    public required string VenueId { get; init; }

    public required string VenueName { get; init; }

    public string? Room { get; init; }

    /// <summary>Whether it is upcoming or takes place today at its venue: a person who is late still needs to find the room.</summary>
    public required bool IsToCome { get; init; }

    /// <summary>Whether its start has passed, so that it can no longer be changed.</summary>
    public required bool HasBegun { get; init; }

    /// <summary>The outcome of a past date; null when only the fact that it is past is known.</summary>
    public PortalText? Outcome { get; init; }

    /// <summary>The closed door because of which it was moved, or does not stand; null if there is none.</summary>
    public ClosedDoor? Closed { get; init; }

    /// <summary>Whether it does not stand, because its office or court is closed then.</summary>
    public bool IsClosed => Closed?.Start == Start;

    public bool IsHearing => Subject.Kind == ReminderSubjectKind.Hearing;

    /// <summary>All dates of a docket, in chronological order.</summary>
    public static IReadOnlyList<PortalDate> Of(Docket docket, Instant now) =>
    [
        .. docket.Hearings.Select(hearing => Of(hearing, now))
            .Concat(docket.CheckIns.Select(checkIn => Of(checkIn, now)))
            .OrderBy(date => date.Instant),
    ];

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
        Outcome = hearing.Status == HearingStatus.Cancelled ? PortalText.Cancelled : hearing.Closed is not null ? PortalText.NotHeld : null,
        Closed = hearing.Status == HearingStatus.Scheduled ? hearing.Closed : null,
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
            CheckInStatus.Attended or CheckInStatus.SentHome => PortalText.Came,
            CheckInStatus.Missed => PortalText.Missed,
            CheckInStatus.Cancelled => PortalText.Cancelled,
            _ => checkIn.IsClosed ? PortalText.NotHeld : null,
        },
        Closed = checkIn.Status == CheckInStatus.Booked ? checkIn.Closed : null,
    };

    private static Instant EndOf(LocalDateTime start, string zone) =>
        start.Date.PlusDays(1).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb[zone]).ToInstant();
}

/// <summary>Renders dates.</summary>
internal static class PortalDates
{
    /// <summary>The person's own time zone.</summary>
    public static DateTimeZone ZoneOf(Docket docket) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(docket.Cardholder.Details.TimeZone) ?? DateTimeZone.Utc;

    /// <summary>Renders the next date, large.</summary>
    public static IHtmlContent Large(PortalPage page, Docket docket, PortalDate date, Venue? venue, Instant now)
    {
        var words = page.Words;
        var time = PlaceTime.Of(date, docket);
        return Html($"""
            <section class="next" aria-labelledby="next">
            <h2 id="next">{words[PortalText.NextDate]}</h2>
            <p class="kind">{KindOf(page, date)}{Nearness(page, time, now)}</p>
            <p class="day"><time datetime="{date.Start:yyyy-MM-dd'T'HH:mm}">{time.Day(words, now)}<br>{time.TimeThere(words)}</time>{OwnBelow(page, time, now)}</p>
            <p class="place"><b><bdi>{venue?.Name ?? date.VenueName}</bdi></b>{Room(page, date)}{AddressOf(page, venue)}{PhoneOf(venue)}</p>
            {Door(page, docket, date, now)}{Answer(page, docket, date)}
            <h3>{words[PortalText.Bring]}</h3>
            <p>{words[date.IsHearing ? PortalText.BringHearing : PortalText.BringCheckIn]}</p>
            <h3>{words[PortalText.IfMissed]}</h3>
            <p>{words[date.IsHearing ? PortalText.MissedHearing : PortalText.MissedCheckIn]}</p>
            {Moves(page, date)}
            </section>
            """);
    }

    /// <summary>Renders a date in a list.</summary>
    /// <param name="page">The page.</param>
    /// <param name="docket">The person's docket.</param>
    /// <param name="date">The date.</param>
    /// <param name="now">The current time.</param>
    /// <param name="venue">Where it takes place, for its address and phone; null to leave them out.</param>
    public static IHtmlContent Small(PortalPage page, Docket docket, PortalDate date, Instant now, Venue? venue = null)
    {
        var words = page.Words;
        var time = PlaceTime.Of(date, docket);
        return Html($"""
            <li><p><b>{KindOf(page, date)}</b>{Outcome(page, date)}<br>
            {time.Day(words, now)}{words.Comma}{(date.IsToCome ? time.TimeThere(words) : time.Time(words))}{OwnBelow(page, time, now)}<br>
            <bdi>{date.VenueName}</bdi>{RoomBehind(page, date)}{AddressOf(page, venue)}{PhoneOf(venue)}</p>
            {Upcoming(page, docket, date, now)}</li>
            """);
    }

    /// <summary>A check-in in two lines: when and where.</summary>
    public static IHtmlContent CheckInLine(PortalPage page, Docket docket, CheckIn checkIn, Instant now)
    {
        var time = PlaceTime.Of(checkIn, docket);
        return Html($"""<p class="place"><b>{time.Day(page.Words, now)}{page.Words.Comma}{time.Time(page.Words)}</b> {time.AtHome(page.Words, now)}<br><bdi>{checkIn.OfficeName}</bdi></p>""");
    }

    /// <summary>The way to book a check-in, for a person who may book and has none.</summary>
    public static IHtmlContent BookingLink(PortalPage page, Docket docket, Instant now) =>
        !docket.CheckIns.Any(checkIn => checkIn.IsUpcoming(now)) && docket.NextCheckIn(now) is null && PortalNews.MayBook(docket, now)
            ? Html($"""<p class="ways"><a class="button" href="/check-ins/booking">{page.Words[PortalText.BookCheckIn]}</a></p>""")
            : None;

    private static string KindOf(PortalPage page, PortalDate date) => page.Words[date.IsHearing ? PortalText.Hearing : PortalText.CheckIn];

    private static IHtmlContent Nearness(PortalPage page, PlaceTime time, Instant now) => time.DaysFrom(now) switch
    {
        0 => Near(page.Words[PortalText.Today]),
        1 => Near(page.Words[PortalText.Tomorrow]),
        _ => None,
    };

    private static IHtmlContent Near(string day) => Html($""" <strong class="near">{day}</strong>""");

    private static IHtmlContent OwnBelow(PortalPage page, PlaceTime time, Instant now) =>
        time.AtHome(page.Words, now) is var own && own != None ? Html($"<br>{own}") : None;

    private static IHtmlContent Room(PortalPage page, PortalDate date) => date.Room is { } room
        ? Html($"""<br>{page.Words.With(PortalText.Room, ("room", room))}""")
        : None;

    private static IHtmlContent RoomBehind(PortalPage page, PortalDate date) => date.Room is { } room
        ? Html($"""{page.Words.Comma}{page.Words.With(PortalText.Room, ("room", room))}""")
        : None;

    private static IHtmlContent AddressOf(PortalPage page, Venue? venue) => venue is null
        ? None
        : Html($"""<br><bdi>{venue.Address}</bdi> <a href="{MapOf(venue)}" rel="noreferrer">{page.Words[PortalText.Map]}</a>""");

    private static string MapOf(Venue venue) => $"https://www.openstreetmap.org/search?query={Uri.EscapeDataString(venue.Address)}";

    private static IHtmlContent PhoneOf(Venue? venue) => venue?.Phone is { } phone ? Html($"""<br>{Phone(phone)}""") : None;

    /// <summary>Renders the dates before a closed door, which the person must know of before any other.</summary>
    public static IHtmlContent Closed(PortalPage page, Docket docket, IReadOnlyList<PortalDate> dates, Instant now) => dates.Count == 0
        ? None
        : Html($"""<ul class="dates">{Each(dates, date => Small(page, docket, date, now))}</ul>""");

    private static IHtmlContent Outcome(PortalPage page, PortalDate date) => date.Outcome is { } outcome && !(date.IsClosed && date.IsToCome)
        ? Html($""" <span class="outcome">{page.Words[outcome]}</span>""")
        : None;

    private static IHtmlContent Upcoming(PortalPage page, Docket docket, PortalDate date, Instant now) => !date.IsToCome
        ? None
        : date.IsClosed ? Html($"""{Door(page, docket, date, now)}{(date.IsHearing ? None : Html($"""<p class="ways">{MoveLink(page, date)}</p>"""))}""")
        : Html($"{Door(page, docket, date, now)}{Answer(page, docket, date)}{Moves(page, date)}");

    private static IHtmlContent Door(PortalPage page, Docket docket, PortalDate date, Instant now) => date.Closed is not { } door
        ? None
        : !date.IsClosed ? Html($"""<p class="notice">{page.Words.With(PortalText.ClosedMoved, ("date", PlaceTime.Of(date, docket).DayOf(door, page.Words, now)))}</p>""")
        : Html($"""<p class="notice bad">{page.Words[date.IsHearing ? PortalText.CourtClosed : PortalText.ClosedChoose]}</p>""");

    private static IHtmlContent Answer(PortalPage page, Docket docket, PortalDate date) => ConfirmDate.IsConfirmed(docket, date.Subject)
        ? Html($"""<p class="said">✓ {page.Words[PortalText.SaidWillCome]}</p>""")
        : date.HasBegun ? None
        : page.Form("/dates/confirmation", SubjectFields(date.Subject), PortalText.WillCome);

    private static IHtmlContent SubjectFields(ReminderSubject subject) =>
        Html($"{Hidden("kind", subject.Kind)}{Hidden("id", subject.Id)}{Hidden("version", subject.Version)}{Once()}");

    private static IHtmlContent Moves(PortalPage page, PortalDate date) => date.IsHearing
        ? Html($"""<p>{page.Call(PortalText.OnlyCourtMoves)}</p>""")
        : date.HasBegun ? None
        : Html($"""<p class="ways">{MoveLink(page, date)} {CancelLink(page, date)}</p>""");

    private static IHtmlContent MoveLink(PortalPage page, PortalDate date) =>
        Html($"""<a class="button" href="/check-ins/booking?move={date.Subject.Id}">{page.Words[PortalText.Move]}</a>""");

    private static IHtmlContent CancelLink(PortalPage page, PortalDate date) =>
        Html($"""<a class="button quiet" href="/check-ins/{date.Subject.Id}/cancellation">{page.Words[PortalText.Cancel]}</a>""");
}
