using SecureDocket.Dockets;
using SecureDocket.SignIns;

namespace SecureDocket.Functions.Portal;

/// <summary>The session of an admitted request, and the docket of its person.</summary>
internal static class SessionFeature
{
    public static Session Session(this HttpRequest request) => request.HttpContext.Features.Get<Session>()
        ?? throw new InvalidOperationException("The access middleware did not run.");

    public static Docket Docket(this HttpRequest request) => request.HttpContext.Features.Get<Docket>()
        ?? throw new InvalidOperationException("The access middleware did not run.");
}

/// <summary>Maps between the portal's session cookie and the session of a request.</summary>
public sealed class PortalSessions(Sessions sessions, DocketStore dockets)
{
    /// <summary>The session's cookie. The prefix <c>__Host-</c> restricts it to this host and to TLS.</summary>
    internal const string SessionCookie = "__Host-session";

    private const string NextCookie = "__Host-next";

    private static readonly string[] s_pages = ["/dates", "/papers", "/disclosures", "/settings", "/loss", "/sessions", "/check-ins/booking"];

    /// <summary>Admits a signed-in cardholder; redirects anyone else to the sign-in page. Two storage requests.</summary>
    /// <remarks>A session ends with its card, so every request checks that the card still gives access to the portal.</remarks>
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
            RememberNext(http);
            PortalPages.Redirect(http.Response, "/?done=SignInFirst");
            return false;
        }

        http.SetActor(Actor.Cardholder(session.Token!.CardholderId));
        http.Features.Set(session);
        http.Features.Set(docket);
        Remember(http.Response, session.Token);
        return true;
    }

    /// <summary>The request's session; null when there is none or it has ended. One storage request when there is a cookie.</summary>
    internal Task<Session?> FindAsync(HttpRequest request, CancellationToken cancellationToken) =>
        sessions.FindAsync(request.Cookies[SessionCookie], cancellationToken);

    /// <summary>Sets the session cookie, which includes the time of this use.</summary>
    internal void Remember(HttpResponse response, SessionToken token) =>
        response.Cookies.Append(SessionCookie, sessions.CookieOf(token), Strict());

    /// <summary>The page that the person wanted before they signed in, which is told once; the dates without one.</summary>
    internal static string TakeNext(HttpRequest request)
    {
        var next = request.Cookies[NextCookie];
        request.HttpContext.Response.Cookies.Delete(NextCookie, Strict());
        return Array.Find(s_pages, page => page == next) is { } page ? $"{page}?again=yes" : "/home";
    }

    // A page alone: an address may say more than another person at the same phone should read.
    private static void RememberNext(HttpContext http)
    {
        if (Array.Find(s_pages, page => http.Request.Path.StartsWithSegments(page)) is { } page)
        {
            http.Response.Cookies.Append(NextCookie, page, Strict());
        }
    }

    /// <summary>Deletes the session cookie in this browser.</summary>
    internal static void Forget(HttpResponse response) => response.Cookies.Delete(SessionCookie, Strict());

    /// <summary>Options for a cookie that scripts cannot read, other sites cannot send, and the browser drops when it closes.</summary>
    internal static CookieOptions Strict() =>
        new() { Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true };
}
