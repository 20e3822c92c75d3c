using SecureDocket.SignIns;

namespace SecureDocket.Functions.Portal;

/// <summary><c>POST /sign-out</c>: ends the session on the server and deletes its cookie.</summary>
public sealed class SignOutFunction(PortalPages pages, Sessions sessions)
{
    /// <summary>303 to the sign-in page.</summary>
    [Function("SignOut"), Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sign-out")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await pages.ReadFormAsync(request, cancellationToken) is null)
        {
            return PortalPages.SeeOther("/home?done=Expired");
        }

        await sessions.EndAsync(request.Session().Token!, cancellationToken);
        PortalSessions.Forget(request.HttpContext.Response);
        PortalSessions.TakeNext(request);
        return PortalPages.SeeOther("/?done=SignedOut");
    }
}
