using SecureDocket.SignIns;

namespace SecureDocket.Functions.Portal;

/// <summary><c>POST /sessions</c>: signs out other devices.</summary>
public sealed class EndOwnSessionsFunction(PortalPages pages, Sessions sessions)
{
    /// <summary>303 to the list.</summary>
    [Function("EndOwnSessions"), Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sessions")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await pages.ReadFormAsync(request, cancellationToken) is not { } form)
        {
            return PortalPages.SeeOther("/sessions?done=Expired");
        }

        var session = request.Session();
        var which = form("which");
        await sessions.EndAllAsync(
            session.Token!.CardholderId,
            cancellationToken,
            which: each => which == "others" ? each.Id != session.Id : each.Id == which);
        return PortalPages.SeeOther("/sessions");
    }
}
