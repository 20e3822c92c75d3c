using Microsoft.AspNetCore.Html;
using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary><c>GET /dates</c>: every hearing and check-in.</summary>
public sealed class GetDatesPageFunction(PortalPages pages, Venues venues, TimeProvider clock)
{
    private const int PlacedDates = 10;

    /// <summary>200, upcoming dates first, the nearest with addresses, so that the page can be printed. A request for each place that is not known yet.</summary>
    [Function("GetDatesPage"), Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dates")] HttpRequest request, CancellationToken cancellationToken)
    {
        var docket = request.Docket();
        var page = pages.Open(request, docket.Cardholder.Details.Language);
        var now = clock.GetCurrentInstant();
        var dates = PortalDate.Of(docket, now);
        var (toCome, past) = (dates.Where(date => date.IsToCome).ToList(), dates.Where(date => !date.IsToCome).Reverse().ToList());
        List<(PortalDate Date, Venue? Venue)> placed = [];
        foreach (var date in toCome)
        {
            placed.Add((date, placed.Count < PlacedDates ? await venues.OfAsync(date, cancellationToken) : null));
        }

        return page.Answer(PortalText.AllDates, Html($"""
            <h2>{page.Words[PortalText.ToCome]}</h2>
            {(toCome.Count == 0 ? Html($"""<p>{page.Words[PortalText.NoDates]}</p>""") : List(placed))}
            {PortalDates.BookingLink(page, docket, now)}
            {(past.Count == 0 ? None : Html($"""<h2>{page.Words[PortalText.Past]}</h2>{List(past.Select(date => (date, (Venue?)null)))}"""))}
            """));

        IHtmlContent List(IEnumerable<(PortalDate Date, Venue? Venue)> those) =>
            Html($"""<ul class="dates">{Each(those, each => PortalDates.Small(page, docket, each.Date, now, each.Venue))}</ul>""");
    }
}
