using SecureDocket.SignIns;

namespace SecureDocket.Functions.Portal;

/// <summary><c>POST /sign-in/code/again</c>: requests another text message.</summary>
public sealed class AskForCodeFunction(PortalPages pages, ResendSignInCode again, ChallengeCookies cookies, ConstantTimeResponses steady)
{
    /// <summary>303 back to the code page, whether or not a message is sent.</summary>
    [Function("AskForCode"), Access(Public = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sign-in/code/again")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (await pages.ReadFormAsync(request, cancellationToken) is null)
        {
            return PortalPages.SeeOther("/sign-in/code?done=Expired");
        }

        if (cookies.Read(request.Cookies[SubmitSignInFunction.ChallengeCookie]) is { } token)
        {
            await steady.AnswerAsync(
                async () =>
                {
                    await again.ExecuteAsync(token, request.Cookies[SubmitCodeFunction.KnownCookie], cancellationToken);
                    return true;
                },
                cancellationToken);
        }

        return PortalPages.SeeOther("/sign-in/code");
    }
}
