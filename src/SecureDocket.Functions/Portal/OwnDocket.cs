using Microsoft.AspNetCore.Http;
using SecureDocket.Dockets;
using SecureDocket.SignIns;

namespace SecureDocket.Functions.Portal;

/// <summary>Loads the docket of whoever is signed in.</summary>
public sealed class OwnDocket(DocketStore dockets, Sessions sessions)
{
    /// <summary>The docket; null when its card leads into the portal no more, and the session is over with it. One storage request.</summary>
    internal async Task<Docket?> FindAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var session = request.Session();
        if (await dockets.LoadAsync(session.Token!.CardholderId, cancellationToken) is { } docket && SignInRules.Admits(docket, session.CardNumber))
        {
            return docket;
        }

        await sessions.EndAsync(session.Token, cancellationToken);
        PortalSessions.Forget(request.HttpContext.Response);
        return null;
    }
}
