using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary><c>GET /home</c>: the next date, and what needs to be done.</summary>
public sealed class GetHomePageFunction(PortalPages pages, Venues venues, TimeProvider clock)
{
    /// <summary>200. At most three storage requests: the session, the docket, and the address of the venue.</summary>
    [Function("GetHomePage"), Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "home")] HttpRequest request, CancellationToken cancellationToken)
    {
        var docket = request.Docket();
        var page = pages.Open(request, docket.Cardholder.Details.Language);
        var now = clock.GetCurrentInstant();
        var toCome = PortalDate.Of(docket, now).Where(date => date.IsToCome).ToList();
        var next = toCome.Find(date => !date.IsClosed);
        var venue = next is null ? null : await venues.OfAsync(next, cancellationToken);
        var nextDate = next is null
            ? Html($"""<p class="next">{page.Words[PortalText.NoDates]}</p>""")
            : PortalDates.Large(page, docket, next, venue, now);
        var booked = page.Tells(PortalText.Booked) || page.Tells(PortalText.Moved) ? docket.CheckIns.FirstOrDefault(checkIn => checkIn.IsUpcoming(now)) : null;
        return page.Answer(PortalText.Home, Html($"""
            {(booked is null ? None : PortalDates.CheckInLine(page, docket, booked, now))}
            {Each(PortalNews.Of(page, docket, now), news => Html($"""<p class="notice bad">{news}</p>"""))}
            {PortalDates.Closed(page, docket, toCome.FindAll(date => date.IsClosed), now)}
            {nextDate}
            {PortalDates.BookingLink(page, docket, now)}
            {PortalNews.Standing(page, docket, now)}
            """));
    }
}
