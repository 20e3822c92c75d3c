using SecureDocket.Cards;
using static SecureDocket.Functions.Pages.Markup;
using static SecureDocket.Functions.Portal.PortalPage;

namespace SecureDocket.Functions.Portal;

/// <summary><c>GET /loss</c>: the form for reporting the card as lost; after that, what happens next.</summary>
public sealed class GetLossPageFunction(PortalPages pages, TimeProvider clock)
{
    /// <summary>200.</summary>
    [Function("GetLossPage"), Access(Cardholder = true)]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "loss")] HttpRequest request)
    {
        var docket = request.Docket();
        var page = pages.Open(request, docket.Cardholder.Details.Language);
        return ReportFound.ReportedIn(docket, clock.GetUtcNow()) is null ? Form(page) : Reported(page);
    }

    private static IResult Form(PortalPage page)
    {
        page.RefuseAsAddressed("lost", PortalText.ChooseLoss);
        var fields = Html($"""
            <fieldset><legend class="hidden">{page.Words[PortalText.LostCard]}</legend>{page.FaultAt("lost")}
            <label><input type="radio" id="lost" name="reason" value="lost" required> {page.Words[PortalText.ItIsLost]}</label>
            <label><input type="radio" name="reason" value="stolen" required> {page.Words[PortalText.ItIsStolen]}</label></fieldset>{Once()}
            """);
        var form = page.Form("/loss", fields, PortalText.ReportIt);
        return page.Answer(PortalText.LostCard, Html($"""<p>{page.Words[PortalText.LostCardText]}</p>{form}"""));
    }

    private static IResult Reported(PortalPage page) => page.Answer(PortalText.LostCard, Html($"""
        <p><b>{page.Words[PortalText.CardReported]}</b></p>
        <p>{page.Words[PortalText.LossNext]}</p>
        {(page.Tells(PortalText.FoundTold) ? None : Html($"""<p>{page.Words[PortalText.FoundText]}</p>{page.Form("/loss/found", None, PortalText.FoundIt, "quiet")}"""))}
        """));
}
