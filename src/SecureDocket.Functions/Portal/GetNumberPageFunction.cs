using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary><c>GET /settings/number</c>: the page for entering the code sent to the new phone.</summary>
public sealed class GetNumberPageFunction(PortalPages pages)
{
    /// <summary>200 with the form.</summary>
    [Function("GetNumberPage"), Access(Cardholder = true)]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "settings/number")] HttpRequest request)
    {
        var docket = request.Docket();
        var page = pages.Open(request, docket.Cardholder.Details.Language);
        page.RefuseAsAddressed("code", PortalText.CodeWrong, PortalText.CodeBad);
        var fields = page.Field("code", PortalText.Code, page.Words[PortalText.NewPhoneCode], Html(
            $"""inputmode="numeric" autocomplete="one-time-code" dir="ltr" maxlength="20" required"""));
        return page.Answer(PortalText.ChangePhone, Html($"""
            {page.Form("/settings/number/code", fields, PortalText.ChangePhone)}
            <p><a href="/settings">{page.Words[PortalText.Back]}</a></p>
            """));
    }
}
