using SecureDocket.Cardholders;
using SecureDocket.SignIns;

namespace SecureDocket.Functions.Portal;

/// <summary><c>POST /settings/number</c>: starts a change of the phone number, with the PIN again.</summary>
public sealed class BeginNumberChangeFunction(PortalPages pages, ChangeNumber change)
{
    /// <summary>The cookie that identifies the change until its code is entered.</summary>
    internal const string ChallengeCookie = "__Host-number";

    private const int LongestPin = 64;

    /// <summary>303 to the code page, or back to the settings with the error.</summary>
    [Function("BeginNumberChange"), Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "settings/number")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (await pages.ReadFormAsync(request, cancellationToken) is not { } form)
        {
            return PortalPages.SeeOther("/settings?done=Expired");
        }

        var mobile = Mobile.Read(form("mobile"), request.Docket()?.Cardholder.Details.TimeZone);
        if (mobile.IsRefused)
        {
            return PortalPages.SeeOther("/settings?done=PhoneBad");
        }

        var begun = await change.BeginAsync(request.Session().Token!.CardholderId, mobile.Value!, Shorten(form("pin")), cancellationToken);
        if (begun.IsRefused)
        {
            return PortalPages.SeeOther($"/settings?done={NoticeOf(begun.Refusals[0])}");
        }

        request.HttpContext.Response.Cookies.Append(ChallengeCookie, begun.Value.ToString(), PortalSessions.Strict());
        return PortalPages.SeeOther("/settings/number");
    }

    private static string Shorten(string pin) => pin[..Math.Min(pin.Length, LongestPin)];

    private static PortalText NoticeOf(Refusal refusal) => refusal.Code switch
    {
        "pin-wrong" => PortalText.PinWrong,
        "too-many-requests" => PortalText.PinWait,
        "not-texted" => PortalText.NotTexted,
        _ => PortalText.NotPossible,
    };
}
