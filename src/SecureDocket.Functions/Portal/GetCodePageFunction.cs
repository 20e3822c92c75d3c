using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary><c>GET /sign-in/code</c>: the page for entering the code.</summary>
public sealed class GetCodePageFunction(PortalPages pages)
{
    /// <summary>200 with the form, the same for everyone.</summary>
    [Function("GetCodePage"), Access(Public = true)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "sign-in/code")] HttpRequest request)
    {
        var page = pages.Open(request);
        var words = page.Words;
        page.RefuseAsAddressed("code", PortalText.SignInFailed, PortalText.CodeBad);
        var fields = page.Field("code", PortalText.Code, words[PortalText.CodeHint], Html(
            $"""autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" dir="ltr" maxlength="20" required"""));
        return page.Answer(PortalText.EnterCode, Html($"""
            <p>{words[PortalText.CodeComes]}</p>
            {page.Form("/sign-in/code", fields, PortalText.SignIn)}
            <p>{words[PortalText.NoText]}</p>
            {page.Form("/sign-in/code/again", None, PortalText.TextAgain, "quiet")}
            <p><a href="/">{words[PortalText.StartAgain]}</a></p>
            """));
    }
}
