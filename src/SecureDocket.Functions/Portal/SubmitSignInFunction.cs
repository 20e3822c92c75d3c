using SecureDocket.SignIns;

namespace SecureDocket.Functions.Portal;

/// <summary><c>POST /sign-in</c>: submits card number, or A-number, and PIN.</summary>
public sealed class SubmitSignInFunction(PortalPages pages, BeginSignIn begin, ChallengeCookies cookies, ConstantTimeResponses steady, Network network)
{
    /// <summary>The cookie that identifies the sign-in until its code is entered.</summary>
    internal const string ChallengeCookie = "__Host-sign-in";

    /// <summary>
    /// 303 to the code page, whatever was entered in the form of a number and a PIN; 422 with the form for anything else; back to the sign-in
    /// page for a forged form or too many attempts from one network.
    /// </summary>
    [Function("SubmitSignIn"), Access(Public = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sign-in")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await pages.ReadFormAsync(request, cancellationToken) is not { } form)
        {
            return PortalPages.SeeOther("/?done=Expired");
        }

        var isLost = SignInPage.IsLost(form("way"));
        var name = isLost ? SignInName.OfANumber(form(SignInPage.Number)) : SignInName.OfCard(form(SignInPage.Number));
        return name is null || !Pin.IsWellFormed(form("pin"))
            ? Refused(pages.Open(request), isLost, form, name)
            : await BeginAsync(name, form("pin"), request, cancellationToken);
    }

    // The same words for everybody: they depend on nothing but what was typed.
    private static IResult Refused(PortalPage page, bool isLost, Func<string, string> form, SignInName? name)
    {
        if (name is null)
        {
            page.Refuse(SignInPage.Number, isLost ? PortalText.ANumberBad : PortalText.CardNumberBad);
        }

        if (!Pin.IsWellFormed(form("pin")))
        {
            page.Refuse("pin", PortalText.PinBad);
        }

        return SignInPage.Answer(page, isLost, form(SignInPage.Number), StatusCodes.Status422UnprocessableEntity);
    }

    private async Task<IResult> BeginAsync(SignInName name, string pin, HttpRequest request, CancellationToken cancellationToken)
    {
        var begun = await steady.AnswerAsync(
            () => begin.ExecuteAsync(name, pin, network.Of(request), request.Cookies[SubmitCodeFunction.KnownCookie], cancellationToken), cancellationToken);
        if (begun.IsRefused)
        {
            return PortalPages.SeeOther("/?done=TooMany");
        }

        request.HttpContext.Response.Cookies.Append(ChallengeCookie, cookies.Of(begun.Value), PortalSessions.Strict());
        return PortalPages.SeeOther("/sign-in/code");
    }
}
