using SecureDocket.SignIns;

namespace SecureDocket.Functions.Portal;

/// <summary><c>POST /settings/number/code</c>: the code from the new phone.</summary>
public sealed class FinishNumberChangeFunction(PortalPages pages, ChangeNumber change, ChallengeCookies cookies)
{
    /// <summary>303 to the settings, or back to the code page.</summary>
    [Function("FinishNumberChange"), Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "settings/number/code")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (await pages.ReadFormAsync(request, cancellationToken) is not { } form)
        {
            return PortalPages.SeeOther("/settings/number?done=Expired");
        }

        if (!SignInCode.IsWellFormed(form("code")))
        {
            return PortalPages.SeeOther("/settings/number?done=CodeBad");
        }

        var token = cookies.Read(request.Cookies[BeginNumberChangeFunction.ChallengeCookie]);
        var told = await change.FinishAsync(request.Session(), token, form("code"), request.Actor(), cancellationToken);
        if (told.IsRefused)
        {
            return PortalPages.SeeOther("/settings/number?done=CodeWrong");
        }

        request.HttpContext.Response.Cookies.Delete(BeginNumberChangeFunction.ChallengeCookie, PortalSessions.Strict());
        return PortalPages.SeeOther(told.Value ? "/settings?done=PhoneChanged" : "/settings?done=PhoneChangedUntold");
    }
}
