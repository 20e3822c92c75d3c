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
        var fields = Html($"""
            <label for="code">{page.Words[PortalText.Code]}</label>
            <p class="hint" id="code-hint">{page.Words[PortalText.NewPhoneCode]}</p>
            <input id="code" name="code" inputmode="numeric" aria-describedby="code-hint"
                autocomplete="one-time-code" dir="ltr" maxlength="20" required>
            """);
        return page.Answer(PortalText.ChangePhone, Html($"""
            {page.Form("/settings/number/code", fields, PortalText.ChangePhone)}
            <p><a href="/settings">{page.Words[PortalText.Back]}</a></p>
            """));
    }
}
