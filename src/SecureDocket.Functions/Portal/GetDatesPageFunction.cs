using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary><c>GET /dates</c>: every hearing and check-in.</summary>
public sealed class GetDatesPageFunction(PortalPages pages, TimeProvider clock)
{
    /// <summary>200, those to come first.</summary>
    [Function("GetDatesPage")]
    [Access(Cardholder = true)]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dates")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var docket = request.Docket();
        var page = pages.Open(request, docket.Cardholder.Details.Language);
        var now = clock.GetCurrentInstant();
        var dates = PortalDate.Of(docket, now);
        var (toCome, past) = (dates.Where(date => date.IsToCome).ToList(), dates.Where(date => !date.IsToCome).Reverse().ToList());
        return page.Answer(PortalText.AllDates, Html($"""
            <h2>{page.T[PortalText.ToCome]}</h2>
            {(toCome.Count == 0 ? Html($"""<p>{page.T[PortalText.NoDates]}</p>""") : Html($"""<ul class="dates">{Each(toCome, date => PortalDates.Small(page, docket, date, now))}</ul>"""))}
            {(docket.NextCheckIn(now) is null && PortalNews.MayBook(docket, now) ? Html($"""<p class="ways"><a class="button" href="/check-ins/booking">{page.T[PortalText.BookCheckIn]}</a></p>""") : None)}
            {(past.Count == 0 ? None : Html($"""<h2>{page.T[PortalText.Past]}</h2><ul class="dates">{Each(past, date => PortalDates.Small(page, docket, date, now))}</ul>"""))}
            """));
    }
}
