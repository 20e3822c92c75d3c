using Microsoft.AspNetCore.Html;
using NodaTime;
using NodaTime.Text;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Places;
using static SecureDocket.Functions.Pages.Markup;
using static SecureDocket.Functions.Portal.PortalPage;

namespace SecureDocket.Functions.Portal;

/// <summary><c>GET /check-ins/booking</c>: books or moves a check-in by choosing an office, a day and a time in turn.</summary>
/// <remarks>Small pages instead of a calendar: each is a few kilobytes and works without script.</remarks>
public sealed class GetBookingPageFunction(
    PortalPages pages, OfficeStore offices, Venues venues, FindOpenings openings, ViewSlots slots, TimeProvider clock)
{
    private const int DaysShown = 8;
    private const int OfficesShown = 50;

    /// <summary>200 with the offices, the days with free slots, or the free slots of the chosen day.</summary>
    [Function("GetBookingPage"), Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "check-ins/booking")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var docket = request.Docket();
        var page = pages.Open(request, docket.Cardholder.Details.Language);
        var now = clock.GetCurrentInstant();
        var move = Asked(request, "move");
        var moved = docket.CheckIns.FirstOrDefault(checkIn => checkIn.Id == move && (checkIn.IsUpcoming(now) || checkIn.IsClosed));
        if (moved is null && docket.CheckIns.FirstOrDefault(checkIn => checkIn.IsUpcoming(now)) is { } known)
        {
            return page.Answer(PortalText.BookCheckIn, Known(page, docket, known, now));
        }

        if (moved is null && move.Length > 0)
        {
            return PortalPages.SeeOther("/dates?done=NotPossible");
        }

        page.RefuseAsAddressed("start", PortalText.ChooseTime);
        var booking = new Booking(page, docket, moved, now);
        var office = Asked(request, "office") is { Length: > 0 } asked ? asked : UsualOffice(docket);
        office = Asked(request, "offices") == "all" ? null : office;
        var venue = office is null ? null : await venues.OfficeAsync(office, cancellationToken);
        var choices = venue is null
            ? await OfficesAsync(booking, cancellationToken)
            : await AtOfficeAsync(booking, office!, venue, request, cancellationToken);
        return page.Answer(
            moved is null ? PortalText.BookCheckIn : PortalText.MoveCheckIn,
            moved is null ? choices : Html($"""<p>{page.Words[PortalText.YouMove]}</p>{PortalDates.CheckInLine(page, docket, moved, now)}{choices}"""));
    }

    // Whoever comes back to the page after booking sees what is true.
    private static IHtmlContent Known(PortalPage page, Docket docket, CheckIn known, Instant now) => Html($"""
        <p>{page.Words[known.IsClosed ? PortalText.ClosedChoose : PortalText.AlreadyBooked]}</p>
        {PortalDates.CheckInLine(page, docket, known, now)}
        <p class="ways"><a class="button" href="/check-ins/booking?move={known.Id}">{page.Words[PortalText.Move]}</a> <a class="button quiet" href="/check-ins/{known.Id}/cancellation">{page.Words[PortalText.Cancel]}</a></p>
        """);

    private static string Asked(HttpRequest request, string name) => request.Query[name].FirstOrDefault() ?? "";

    private async Task<IHtmlContent> AtOfficeAsync(
        Booking booking, string office, Venue venue, HttpRequest request, CancellationToken cancellationToken)
    {
        var day = LocalDatePattern.Iso.Parse(Asked(request, "day"));
        var choices = day.Success
            ? await TimesAsync(booking, office, day.Value, cancellationToken)
            : await DaysAsync(booking, office, venue, LocalDatePattern.Iso.Parse(Asked(request, "after")), cancellationToken);
        return Html($"""
            <p class="place"><b><bdi>{venue.Name}</bdi></b><br><bdi>{venue.Address}</bdi></p>
            <p><a href="{booking.Address("offices=all")}">{booking.Words[PortalText.OtherOffice]}</a></p>{choices}
            """);
    }

    private static string? UsualOffice(Docket docket) =>
        docket.Cardholder.CheckInSchedule?.OfficeId ?? (docket.CheckIns is [.., var last] ? last.OfficeId : null);

    private async Task<IHtmlContent> OfficesAsync(Booking booking, CancellationToken cancellationToken)
    {
        List<(string Id, Venue Venue)> known = [];
        foreach (var id in (await offices.IdsAsync(cancellationToken)).Take(OfficesShown))
        {
            if (await venues.OfficeAsync(id, cancellationToken) is { } venue)
            {
                known.Add((id, venue));
            }
        }

        // Without an address of the person, the offices on their own clock are the near ones; their own comes before all.
        var own = UsualOffice(booking.Docket);
        var near = known.OrderBy(each => each.Id != own).ThenBy(each => booking.HoursAway(each.Venue.TimeZone)).ThenBy(each => each.Venue.Name, StringComparer.Ordinal);
        return Html($"""
            <h2>{booking.Words[PortalText.ChooseOffice]}</h2>
            <ul class="choices">{Each(near, each => OfficeChoice(booking.Address($"office={each.Id}"), each.Venue))}</ul>
            """);
    }

    private static IHtmlContent OfficeChoice(string address, Venue venue) =>
        Html($"""<li><a href="{address}"><bdi>{venue.Name}</bdi><br><small><bdi>{venue.Address}</bdi></small></a></li>""");

    private async Task<IHtmlContent> DaysAsync(
        Booking booking, string office, Venue venue, ParseResult<LocalDate> after, CancellationToken cancellationToken)
    {
        var zone = DateTimeZoneProviders.Tzdb[venue.TimeZone];
        var found = await openings.ExecuteAsync(office, FirstShown(after, zone, booking.Now), booking.Last, DaysShown, cancellationToken);
        if (found.Count == 0)
        {
            return Html($"""<p>{booking.Page.Call(PortalText.NoOpenings)}</p>""");
        }

        var days = found.Select(each => each.Start.Date).ToList();
        var today = booking.Now.InZone(zone).Date;
        return Html($"""
            <h2>{booking.Words[PortalText.ChooseDay]}</h2>
            <ul class="choices">{Each(days, day => DayChoice(booking, office, day, today))}</ul>
            {(days.Count < DaysShown ? None : LaterDays(booking, office, days[^1]))}
            """);
    }

    // Starts after the last day shown, in the office's calendar. An implausible year shows the next days.
    private static Instant FirstShown(ParseResult<LocalDate> after, DateTimeZone zone, Instant now) =>
        after.Success && after.Value.Year is >= 2000 and < 9999
            ? Instant.Min(after.Value.PlusDays(1).AtStartOfDayInZone(zone).ToInstant(), now + Duration.FromDays(366))
            : now;

    private static IHtmlContent DayChoice(Booking booking, string office, LocalDate day, LocalDate today) =>
        Html($"""<li><a href="{booking.Address($"office={office}&day={day:yyyy-MM-dd}")}">{booking.Words.Day(day, today)}</a></li>""");

    private static IHtmlContent LaterDays(Booking booking, string office, LocalDate last) =>
        Link(booking.Address($"office={office}&after={last:yyyy-MM-dd}"), booking.Words[PortalText.LaterDays]);

    private static IHtmlContent Link(string address, string text) => Html($"""<p><a href="{address}">{text}</a></p>""");

    private async Task<IHtmlContent> TimesAsync(Booking booking, string office, LocalDate day, CancellationToken cancellationToken)
    {
        var text = LocalDatePattern.Iso.Format(day);
        var result = await slots.ExecuteAsync(office, text, text, cancellationToken);
        var free = result.Value?.Slots.Where(booking.IsChoice).ToList() ?? [];
        var back = Link(booking.Address($"office={office}"), booking.Words[PortalText.ChooseDay]);
        if (free.Count == 0)
        {
            return Html($"""<p>{booking.Words[PortalText.SlotTaken]}</p>{back}""");
        }

        var zone = DateTimeZoneProviders.Tzdb[result.Value!.Office.TimeZone];
        return Html($"""
            <h2>{booking.Words.Day(day, booking.Now.InZone(zone).Date)}</h2>
            {TimeForm(booking, office, free, zone)}
            {back}
            """);
    }

    private static IHtmlContent TimeForm(Booking booking, string office, List<FreeSlot> free, DateTimeZone zone)
    {
        var home = PortalDates.ZoneOf(booking.Docket);
        var fields = Html($"""
            {Hidden("office", office)}{Hidden("move", booking.Moved?.Id ?? "")}{Hidden("day", $"{free[0].Slot.Start:yyyy-MM-dd}")}{Once()}
            <fieldset id="start"><legend>{booking.Words[PortalText.ChooseTime]}</legend>{booking.Page.FaultAt("start")}
            {Each(free, slot => TimeChoice(booking, new(slot.Slot.Start, slot.Slot.Instant, zone, home)))}
            </fieldset>
            """);
        return booking.Page.Form("/check-ins/booking", fields, booking.Moved is null ? PortalText.BookThis : PortalText.MoveToThis);
    }

    private static IHtmlContent TimeChoice(Booking booking, PlaceTime time) => Html($"""
        <label><input type="radio" name="start" value="{time.Start:yyyy-MM-dd'T'HH:mm}" required>
        <span>{time.Time(booking.Words)} {time.AtHome(booking.Words, booking.Now)}</span></label>
        """);

    /// <summary>A booking in the making.</summary>
    /// <param name="Page">The page.</param>
    /// <param name="Docket">The person's docket.</param>
    /// <param name="Moved">The check-in to move; null for a new one.</param>
    /// <param name="Now">The current time.</param>
    private sealed record Booking(PortalPage Page, Docket Docket, CheckIn? Moved, Instant Now)
    {
        public PortalLanguage Words => Page.Words;

        /// <summary>The latest time that the person may choose.</summary>
        public Instant Last { get; } = Docket.LastBooking(Moved, CheckInBooking.Cardholder, Now);

        /// <summary>How far the clock of a zone is from the person's, in hours.</summary>
        public double HoursAway(string zone) => Math.Abs(
            (DateTimeZoneProviders.Tzdb[zone].GetUtcOffset(Now) - PortalDates.ZoneOf(Docket).GetUtcOffset(Now)).ToTimeSpan().TotalHours);

        public bool IsChoice(FreeSlot slot) => slot.Free > 0 && slot.Slot.Start != Moved?.Start && slot.Slot.Instant <= Last;

        /// <summary>The address of the next step.</summary>
        public string Address(string query) => $"/check-ins/booking?{(Moved is null ? "" : $"move={Moved.Id}&")}{query}";
    }
}
