using SecureDocket.SignIns;

namespace SecureDocket.Functions.Portal;

/// <summary><c>POST /sign-in/code</c>: submits the code.</summary>
public sealed class SubmitCodeFunction(
    PortalPages pages, PortalSessions sessions, Sessions all, KnownBrowsers browsers, ChallengeCookies cookies, FinishSignIn finish, ConstantTimeResponses steady)
{
    /// <summary>The cookie that marks a browser as used for an earlier sign-in; see <see cref="KnownBrowsers"/>.</summary>
    internal const string KnownCookie = "__Host-known";

    private static readonly (string Sign, string Device)[] s_devices =
    [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
        ("CrOS", "Chromebook"), ("Linux", "Linux"),
    ];

    /// <summary>303 to the dates with a session, or back to the code page.</summary>
    [Function("SubmitCode"), Access(Public = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sign-in/code")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (await pages.ReadFormAsync(request, cancellationToken) is not { } form)
        {
            return PortalPages.SeeOther("/sign-in/code?done=Expired");
        }

        if (!SignInCode.IsWellFormed(form("code")))
        {
            return PortalPages.SeeOther("/sign-in/code?done=CodeBad");
        }

        var token = cookies.Read(request.Cookies[SubmitSignInFunction.ChallengeCookie]);
        var session = await steady.AnswerAsync(() => finish.ExecuteAsync(token, form("code"), DeviceOf(request), cancellationToken), cancellationToken);
        if (session.IsRefused)
        {
            return PortalPages.SeeOther("/sign-in/code?done=SignInFailed");
        }

        await EndPreviousAsync(request, cancellationToken);
        request.HttpContext.Response.Cookies.Append(KnownCookie, browsers.Add(token!.Partition, request.Cookies[KnownCookie]), Kept());
        request.HttpContext.Response.Cookies.Delete(SubmitSignInFunction.ChallengeCookie, PortalSessions.Strict());
        sessions.Remember(request.HttpContext.Response, session.Value);
        return PortalPages.SeeOther(PortalSessions.TakeNext(request));
    }

    // The previous session of this browser, whoever it belonged to.
    private async Task EndPreviousAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (await sessions.FindAsync(request, cancellationToken) is { Token: { } before })
        {
            await all.EndAsync(before, cancellationToken);
        }
    }

    private static CookieOptions Kept()
    {
        var options = PortalSessions.Strict();
        options.MaxAge = KnownBrowsers.Lifetime;
        return options;
    }

    // A word by which the person recognizes the device, but nothing that could identify it.
    private static string DeviceOf(HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString();
        return Array.Find(s_devices, each => agent.Contains(each.Sign, StringComparison.Ordinal)).Device ?? "";
    }
}
