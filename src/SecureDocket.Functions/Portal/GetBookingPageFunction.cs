using Microsoft.AspNetCore.Html;
using NodaTime;
using NodaTime.Text;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Places;
using SecureDocket.Texts;
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
        string Asked(string name) => request.Query[name].FirstOrDefault() ?? "";
        var moved = docket.CheckIns.FirstOrDefault(checkIn => checkIn.Id == Asked("move") && checkIn.IsUpcoming(now));
        if (moved is null && (Asked("move").Length > 0 || docket.NextCheckIn(now) is not null))
        {
            return PortalPages.SeeOther("/dates?done=NotPossible");
        }

        var title = moved is null ? PortalText.BookCheckIn : PortalText.MoveCheckIn;
        var office = Asked("office") is { Length: > 0 } asked ? asked : UsualOffice(docket);
        if (office is null || await venues.OfficeAsync(office, cancellationToken) is not { } venue)
        {
            return page.Answer(title, await OfficesAsync(page, moved, cancellationToken));
        }

        var place = Html($"""<p class="place"><b><bdi>{venue.Name}</bdi></b><br><bdi>{venue.Address}</bdi></p>""");
        var chosen = LocalDatePattern.Iso.Parse(Asked("day"));
        var last = docket.LastBooking(moved, CheckInBooking.Cardholder, now);
        var choices = chosen.Success
            ? await TimesAsync(page, moved, office, PortalDates.ZoneOf(docket), chosen.Value, last, now, cancellationToken)
            : await DaysAsync(page, moved, office, venue, LocalDatePattern.Iso.Parse(Asked("after")), last, now, cancellationToken);
        return page.Answer(title, Html($"{place}{choices}"));
    }

    private static string? UsualOffice(Docket docket) =>
        docket.Cardholder.CheckInSchedule?.OfficeId ?? (docket.CheckIns is [.., var last] ? last.OfficeId : null);

    private static string Address(CheckIn? moved, string rest) => $"/check-ins/booking?{(moved is null ? "" : $"move={moved.Id}&")}{rest}";

    private async Task<IHtmlContent> OfficesAsync(PortalPage page, CheckIn? moved, CancellationToken cancellationToken)
    {
        List<(string Id, Venue Venue)> known = [];
        foreach (var id in (await offices.IdsAsync(cancellationToken)).Take(OfficesShown))
        {
            if (await venues.OfficeAsync(id, cancellationToken) is { } venue)
            {
                known.Add((id, venue));
            }
        }

        return Html($"""
            <h2>{page.Words[PortalText.ChooseOffice]}</h2>
            <ul class="choices">{Each(known, each => OfficeChoice(Address(moved, $"office={each.Id}"), each.Venue))}</ul>
            """);
    }

    private static IHtmlContent OfficeChoice(string address, Venue venue) =>
        Html($"""<li><a href="{address}"><bdi>{venue.Name}</bdi><br><small><bdi>{venue.Address}</bdi></small></a></li>""");

    private async Task<IHtmlContent> DaysAsync(
        PortalPage page,
        CheckIn? moved,
        string office,
        Venue venue,
        ParseResult<LocalDate> after,
        Instant last,
        Instant now,
        CancellationToken cancellationToken)
    {
        // Starts after the last day shown, in the office's calendar. An implausible year shows the next days.
        var zone = DateTimeZoneProviders.Tzdb[venue.TimeZone];
        var from = after.Success && after.Value.Year is >= 2000 and < 9999
            ? Instant.Min(after.Value.PlusDays(1).AtStartOfDayInZone(zone).ToInstant(), now + Duration.FromDays(366))
            : now;
        var found = await openings.ExecuteAsync(office, from, last, DaysShown, cancellationToken);
        if (found.Count == 0)
        {
            return Html($"""<p>{page.Call(PortalText.NoOpenings)}</p>""");
        }

        var today = now.InZone(zone).Date;
        var later = found.Count < DaysShown
            ? None
            : Link(Address(moved, $"office={office}&after={found[^1].Start.Date:yyyy-MM-dd}"), page.Words[PortalText.LaterDays]);
        return Html($"""
            <h2>{page.Words[PortalText.ChooseDay]}</h2>
            <ul class="choices">{Each(found, each => DayChoice(each.Start.Date))}</ul>
            {later}
            """);

        IHtmlContent DayChoice(LocalDate day) =>
            Html($"""<li><a href="{Address(moved, $"office={office}&day={day:yyyy-MM-dd}")}">{page.Words.Day(day, today)}</a></li>""");
    }

    private static IHtmlContent Link(string address, string text) => Html($"""<p><a href="{address}">{text}</a></p>""");

    private async Task<IHtmlContent> TimesAsync(
        PortalPage page,
        CheckIn? moved,
        string office,
        DateTimeZone home,
        LocalDate day,
        Instant last,
        Instant now,
        CancellationToken cancellationToken)
    {
        var text = LocalDatePattern.Iso.Format(day);
        var result = await slots.ExecuteAsync(office, text, text, cancellationToken);
        var free = result.IsRefused
            ? []
            : result.Value.Slots.Where(slot => slot.Free > 0 && slot.Slot.Start != moved?.Start && slot.Slot.Instant <= last).ToList();
        var back = Link(Address(moved, $"office={office}"), page.Words[PortalText.ChooseDay]);
        if (free.Count == 0)
        {
            return Html($"""<p>{page.Words[PortalText.SlotTaken]}</p>{back}""");
        }

        var zone = DateTimeZoneProviders.Tzdb[result.Value!.Office.TimeZone];
        var today = now.InZone(zone).Date;
        var fields = Html($"""
            {Hidden("office", office)}{Hidden("move", moved?.Id ?? "")}{Once()}
            <fieldset><legend>{page.Words[PortalText.ChooseTime]}</legend>
            {Each(free, slot => TimeChoice(page, slot.Slot.Start, ZoneSuffix.For(slot.Slot.Instant, zone, home)))}
            </fieldset>
            """);
        return Html($"""
            <h2>{page.Words.Day(day, today)}</h2>
            {page.Form("/check-ins/booking", fields, moved is null ? PortalText.BookThis : PortalText.MoveToThis)}
            {back}
            """);
    }

    private static IHtmlContent TimeChoice(PortalPage page, LocalDateTime start, string? zoneSuffix) => Html($"""
        <label><input type="radio" name="start" value="{start:yyyy-MM-dd'T'HH:mm}" required> {page.Words.Time(start, zoneSuffix)}</label>
        """);
}
