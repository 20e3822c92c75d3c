using Microsoft.AspNetCore.Html;
using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary><c>GET /</c>: the portal's sign-in page, to which the QR code on the back of the card leads.</summary>
public sealed class GetSignInPageFunction(PortalPages pages, PortalSessions sessions)
{
    // Looks like a printed number but belongs to no card. The hyphens are non-breaking.
    private const string Example = "7K3M\u20119QXT\u20112VB4";

    /// <summary>200 with the form; 303 to the dates for a person already signed in.</summary>
    [Function("GetSignInPage"), Access(Public = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "{ignored:maxlength(0)?}")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (await sessions.FindAsync(request, cancellationToken) is not null)
        {
            return PortalPages.SeeOther("/home");
        }

        var page = pages.Open(request);
        return page.Answer(PortalText.SignIn, Html($"""
            {page.Form("/sign-in", Fields(page.Words), PortalText.Continue)}
            <p>{page.Words[PortalText.SharedPhone]}</p>
            <p>{page.Words[PortalText.NoPin]}</p>
            """), script: "portal/card-number.js");
    }

    private static IHtmlContent Fields(PortalLanguage words) => Html($"""
        <label for="number">{words[PortalText.CardNumber]}</label>
        <p class="hint" id="number-hint">{words.With(PortalText.CardNumberHint, ("example", Example))}</p>
        <input id="number" name="number" aria-describedby="number-hint" autocomplete="username"
            autocapitalize="characters" spellcheck="false" dir="ltr" maxlength="24" required>
        <label for="pin">{words[PortalText.Pin]}</label>
        <p class="hint" id="pin-hint">{words[PortalText.PinHint]}</p>
        <input id="pin" name="pin" type="password" inputmode="numeric" aria-describedby="pin-hint"
            autocomplete="current-password" dir="ltr" maxlength="32" required>
        """);
}
