using Microsoft.AspNetCore.Html;
using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary><c>GET /dates</c>: every hearing and check-in.</summary>
public sealed class GetDatesPageFunction(PortalPages pages, TimeProvider clock)
{
    /// <summary>200, upcoming dates first.</summary>
    [Function("GetDatesPage"), Access(Cardholder = true)]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dates")] HttpRequest request)
    {
        var docket = request.Docket();
        var page = pages.Open(request, docket.Cardholder.Details.Language);
        var now = clock.GetCurrentInstant();
        var dates = PortalDate.Of(docket, now);
        var (toCome, past) = (dates.Where(date => date.IsToCome).ToList(), dates.Where(date => !date.IsToCome).Reverse().ToList());
        return page.Answer(PortalText.AllDates, Html($"""
            <h2>{page.Words[PortalText.ToCome]}</h2>
            {(toCome.Count == 0 ? Html($"""<p>{page.Words[PortalText.NoDates]}</p>""") : List(toCome))}
            {PortalDates.BookingLink(page, docket, now)}
            {(past.Count == 0 ? None : Html($"""<h2>{page.Words[PortalText.Past]}</h2>{List(past)}"""))}
            """));

        IHtmlContent List(IEnumerable<PortalDate> those) =>
            Html($"""<ul class="dates">{Each(those, date => PortalDates.Small(page, docket, date, now))}</ul>""");
    }
}
