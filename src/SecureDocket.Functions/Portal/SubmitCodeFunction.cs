using SecureDocket.SignIns;

namespace SecureDocket.Functions.Portal;

/// <summary><c>POST /sign-in/code</c>: the code.</summary>
public sealed class SubmitCodeFunction(PortalPages pages, PortalSessions sessions, Sessions all, KnownBrowsers browsers, FinishSignIn finish, SteadyAnswers steady)
{
    /// <summary>The cookie by which a browser is known to have been signed in with, see <see cref="KnownBrowsers"/>.</summary>
    internal const string KnownCookie = "__Host-known";

    private static readonly (string Sign, string Device)[] s_devices =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux")];

    /// <summary>303 to the dates with a session, or back to the code.</summary>
    [Function("SubmitCode")]
    [Access(Public = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sign-in/code")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await pages.ReadFormAsync(request, cancellationToken) is not { } form)
        {
            return PortalPages.SeeOther("/sign-in/code?done=Expired");
        }

        var token = ChallengeToken.Parse(request.Cookies[SubmitSignInFunction.ChallengeCookie]);
        var session = await steady.AnswerAsync(() => finish.ExecuteAsync(token, form("code"), DeviceOf(request), cancellationToken), cancellationToken);
        if (session.IsRefused)
        {
            return PortalPages.SeeOther("/sign-in/code?done=SignInFailed");
        }

        // A session that this browser had until now is over, whoever's it was.
        if (await sessions.FindAsync(request, cancellationToken) is { Token: { } before })
        {
            await all.EndAsync(before, cancellationToken);
        }

        request.HttpContext.Response.Cookies.Append(KnownCookie, browsers.Add(token!.Partition, request.Cookies[KnownCookie]), Kept());
        request.HttpContext.Response.Cookies.Delete(SubmitSignInFunction.ChallengeCookie, PortalSessions.Strict());
        sessions.Remember(request.HttpContext.Response, session.Value);
        return PortalPages.SeeOther("/home");
    }

    private static CookieOptions Kept()
    {
        var options = PortalSessions.Strict();
        options.MaxAge = KnownBrowsers.Holds;
        return options;
    }

    // A word by which the person knows it again; nothing that would know the device again.
    private static string DeviceOf(HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString();
        return Array.Find(s_devices, each => agent.Contains(each.Sign, StringComparison.Ordinal)).Device ?? "";
    }
}
