using SecureDocket.Dockets;
using SecureDocket.SignIns;

namespace SecureDocket.Functions.Portal;

/// <summary>The session of a request that was let through, and the docket of its person.</summary>
internal static class SessionFeature
{
    public static Session Session(this HttpRequest request) => request.HttpContext.Features.Get<Session>()
        ?? throw new InvalidOperationException("The access middleware did not run.");

    public static Docket Docket(this HttpRequest request) => request.HttpContext.Features.Get<Docket>()
        ?? throw new InvalidOperationException("The access middleware did not run.");
}

/// <summary>Carries the portal's session between cookie and request.</summary>
public sealed class PortalSessions(Sessions sessions, DocketStore dockets)
{
    /// <summary>The session's cookie. <c>__Host-</c>: of this host alone, over TLS alone.</summary>
    internal const string SessionCookie = "__Host-session";

    /// <summary>Lets a signed-in cardholder through; sends anybody else to the sign-in. Two storage requests.</summary>
    /// <remarks>A session ends with its card: whatever it is about to see or do, the card still leads into the portal.</remarks>
    internal async Task<bool> AdmitsAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var session = await FindAsync(http.Request, cancellationToken);
        var docket = session is null ? null : await dockets.LoadAsync(session.Token!.CardholderId, cancellationToken);
        if (session is not null && (docket is null || !SignInRules.Admits(docket, session.CardNumber)))
        {
            await sessions.EndAsync(session.Token!, cancellationToken);
            docket = null;
        }

        if (session is null || docket is null)
        {
            Forget(http.Response);
            PortalPages.Redirect(http.Response, "/?done=SignInFirst");
            return false;
        }

        http.SetActor(Actor.Cardholder(session.Token!.CardholderId));
        http.Features.Set(session);
        http.Features.Set(docket);
        Remember(http.Response, session.Token);
        return true;
    }

    /// <summary>The request's session; null when there is none any more. One storage request when there is a cookie.</summary>
    internal Task<Session?> FindAsync(HttpRequest request, CancellationToken cancellationToken) =>
        sessions.FindAsync(request.Cookies[SessionCookie], cancellationToken);

    /// <summary>Says that the session is used now.</summary>
    internal void Remember(HttpResponse response, SessionToken token) => response.Cookies.Append(SessionCookie, sessions.CookieOf(token), Strict());

    /// <summary>Forgets the session in this browser.</summary>
    internal static void Forget(HttpResponse response) => response.Cookies.Delete(SessionCookie, Strict());

    /// <summary>A cookie that no script reads and no other site sends, until the browser closes.</summary>
    internal static CookieOptions Strict() => new() { Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true };
}
