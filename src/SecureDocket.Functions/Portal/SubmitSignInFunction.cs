using SecureDocket.SignIns;

namespace SecureDocket.Functions.Portal;

/// <summary><c>POST /sign-in</c>: submits card number and PIN.</summary>
public sealed class SubmitSignInFunction(PortalPages pages, BeginSignIn begin, ConstantTimeResponses steady, Network network)
{
    /// <summary>The cookie that identifies the sign-in until its code is entered.</summary>
    internal const string ChallengeCookie = "__Host-sign-in";

    private const int LongestNumber = 64;
    private const int LongestPin = 64;

    /// <summary>
    /// 303 to the code page, whatever was entered; back to the sign-in page for a forged form or too many attempts from one network.
    /// </summary>
    [Function("SubmitSignIn"), Access(Public = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sign-in")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await pages.ReadFormAsync(request, cancellationToken) is not { } form)
        {
            return PortalPages.SeeOther("/?done=Expired");
        }

        var begun = await steady.AnswerAsync(() => BeginAsync(form("number"), form("pin"), request, cancellationToken), cancellationToken);
        if (begun.IsRefused)
        {
            return PortalPages.SeeOther("/?done=TooMany");
        }

        request.HttpContext.Response.Cookies.Append(ChallengeCookie, begun.Value.ToString(), PortalSessions.Strict());
        return PortalPages.SeeOther("/sign-in/code");
    }

    private Task<Result<ChallengeToken>> BeginAsync(string number, string pin, HttpRequest request, CancellationToken cancellationToken) =>
        begin.ExecuteAsync(
            number[..Math.Min(number.Length, LongestNumber)],
            pin[..Math.Min(pin.Length, LongestPin)],
            network.Of(request),
            request.Cookies[SubmitCodeFunction.KnownCookie],
            cancellationToken);
}
