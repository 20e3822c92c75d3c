using static SecureDocket.Functions.Pages.Markup;
using static SecureDocket.Functions.Portal.PortalPage;

namespace SecureDocket.Functions.Portal;

/// <summary><c>GET /loss</c>: the form for reporting the card as lost.</summary>
public sealed class GetLossPageFunction(PortalPages pages)
{
    /// <summary>200.</summary>
    [Function("GetLossPage"), Access(Cardholder = true)]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "loss")] HttpRequest request)
    {
        var docket = request.Docket();
        var page = pages.Open(request, docket.Cardholder.Details.Language);
        var fields = Html($"""
            <fieldset><legend class="hidden">{page.Words[PortalText.LostCard]}</legend>
            <label><input type="radio" name="reason" value="lost" required> {page.Words[PortalText.ItIsLost]}</label>
            <label><input type="radio" name="reason" value="stolen" required> {page.Words[PortalText.ItIsStolen]}</label></fieldset>{Once()}
            """);
        var form = page.Form("/loss", fields, PortalText.ReportIt);
        return page.Answer(PortalText.LostCard, Html($"""<p>{page.Words[PortalText.LostCardText]}</p>{form}"""));
    }
}
