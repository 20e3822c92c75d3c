using SecureDocket.Cardholders;
using SecureDocket.SignIns;

namespace SecureDocket.Functions.Portal;

/// <summary><c>POST /settings/number</c>: starts a change of the phone number, with the PIN again.</summary>
public sealed class BeginNumberChangeFunction(PortalPages pages, ChangeNumber change, ChallengeCookies cookies, SettingsPage settings)
{
    /// <summary>The cookie that identifies the change until its code is entered.</summary>
    internal const string ChallengeCookie = "__Host-number";

    /// <summary>303 to the code page; 422 with the settings and what was typed, but for the PIN.</summary>
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
        if (mobile.IsRefused || !Pin.IsWellFormed(form("pin")))
        {
            (string, PortalText)?[] faults = [mobile.IsRefused ? ("mobile", PortalText.PhoneBad) : null, Pin.IsWellFormed(form("pin")) ? null : ("pin", PortalText.PinBad)];
            return Refused(request, form("mobile"), [.. faults.OfType<(string, PortalText)>()]);
        }

        var begun = await change.BeginAsync(request.Session().Token!.CardholderId, mobile.Value!, form("pin"), cancellationToken);
        if (begun.IsRefused)
        {
            return Refused(request, form("mobile"), FaultOf(begun.Refusals[0]));
        }

        request.HttpContext.Response.Cookies.Append(ChallengeCookie, cookies.Of(begun.Value), PortalSessions.Strict());
        return PortalPages.SeeOther("/settings/number");
    }

    private IResult Refused(HttpRequest request, string typed, params ReadOnlySpan<(string Field, PortalText Text)> faults)
    {
        var docket = request.Docket();
        var page = pages.Open(request, docket.Cardholder.Details.Language);
        foreach (var (field, text) in faults)
        {
            page.Refuse(field, text);
        }

        return settings.Answer(page, docket, new(Mobile: typed));
    }

    private static (string Field, PortalText Text) FaultOf(Refusal refusal) => refusal.Code switch
    {
        "pin-wrong" => ("pin", PortalText.PinWrong),
        "too-many-requests" => ("pin", PortalText.PinWait),
        "not-texted" => ("mobile", PortalText.NotTexted),
        _ => ("mobile", PortalText.NotPossible),
    };
}
