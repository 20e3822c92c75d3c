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

/// <summary><c>GET /check-ins/booking</c>: where a check-in is booked or moved, an office, a day and a time after each other.</summary>
/// <remarks>Small pages rather than a calendar: each is a few kilobytes and works without script.</remarks>
public sealed class GetBookingPageFunction(PortalPages pages, OfficeStore offices, Venues venues, FindOpenings openings, ViewSlots slots, TimeProvider clock)
{
    private const int DaysShown = 8;
    private const int OfficesShown = 50;

    /// <summary>200 with the offices, the days that have a free time, or the free times of the day that was chosen.</summary>
    [Function("GetBookingPage")]
    [Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "check-ins/booking")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
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
        return chosen.Success
            ? page.Answer(title, Html($"""{place}{await TimesAsync(page, moved, office, PortalDates.ZoneOf(docket), chosen.Value, last, now, cancellationToken)}"""))
            : page.Answer(title, Html($"""{place}{await DaysAsync(page, moved, office, venue, LocalDatePattern.Iso.Parse(Asked("after")), last, now, cancellationToken)}"""));
    }

    private static string? UsualOffice(Docket docket) => docket.Cardholder.CheckInSchedule?.OfficeId ?? (docket.CheckIns is [.., var last] ? last.OfficeId : null);

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
            <h2>{page.T[PortalText.ChooseOffice]}</h2>
            <ul class="choices">{Each(known, each => Html($"""<li><a href="{Address(moved, $"office={each.Id}")}"><bdi>{each.Venue.Name}</bdi><br><small><bdi>{each.Venue.Address}</bdi></small></a></li>"""))}</ul>
            """);
    }

    private async Task<IHtmlContent> DaysAsync(
        PortalPage page, CheckIn? moved, string office, Venue venue, ParseResult<LocalDate> after, Instant last, Instant now, CancellationToken cancellationToken)
    {
        // The day after the one that was shown last, on the office's calendar; who asks for another century looks at the next days.
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
            : Html($"""<p><a href="{Address(moved, $"office={office}&after={found[^1].Start.Date:yyyy-MM-dd}")}">{page.T[PortalText.LaterDays]}</a></p>""");
        return Html($"""
            <h2>{page.T[PortalText.ChooseDay]}</h2>
            <ul class="choices">{Each(found, each => Html($"""<li><a href="{Address(moved, $"office={office}&day={each.Start.Date:yyyy-MM-dd}")}">{page.T.Day(each.Start.Date, today)}</a></li>"""))}</ul>
            {later}
            """);
    }

    private async Task<IHtmlContent> TimesAsync(
        PortalPage page, CheckIn? moved, string office, DateTimeZone home, LocalDate day, Instant last, Instant now, CancellationToken cancellationToken)
    {
        var text = LocalDatePattern.Iso.Format(day);
        var result = await slots.ExecuteAsync(office, text, text, cancellationToken);
        var free = result.IsRefused ? [] : result.Value.Slots.Where(slot => slot.Free > 0 && slot.Slot.Start != moved?.Start && slot.Slot.Instant <= last).ToList();
        var back = Html($"""<p><a href="{Address(moved, $"office={office}")}">{page.T[PortalText.ChooseDay]}</a></p>""");
        if (free.Count == 0)
        {
            return Html($"""<p>{page.T[PortalText.SlotTaken]}</p>{back}""");
        }

        var zone = DateTimeZoneProviders.Tzdb[result.Value!.Office.TimeZone];
        var today = now.InZone(zone).Date;
        var fields = Html($"""
            <input type="hidden" name="office" value="{office}"><input type="hidden" name="move" value="{moved?.Id ?? ""}">{Once()}
            <fieldset><legend>{page.T[PortalText.ChooseTime]}</legend>
            {Each(free, slot => Html($"""<label><input type="radio" name="start" value="{slot.Slot.Start:yyyy-MM-dd'T'HH:mm}" required> {page.T.Time(slot.Slot.Start, ZoneSuffix.For(slot.Slot.Instant, zone, home))}</label>"""))}
            </fieldset>
            """);
        return Html($"""
            <h2>{page.T.Day(day, today)}</h2>
            {page.Form("/check-ins/booking", fields, moved is null ? PortalText.BookThis : PortalText.MoveToThis)}
            {back}
            """);
    }
}
