using Microsoft.AspNetCore.Html;
using SecureDocket.Cardholders;
using SecureDocket.Dockets;
using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary>What the portal says where texts do not reach the person, or have not yet.</summary>
internal static class PortalTexting
{
    /// <summary>The sentence; null where texts arrive, or where the person has no number.</summary>
    public static IHtmlContent? Of(PortalPage page, Docket docket)
    {
        var (words, number) = (page.Words, page.SenderFor(docket.Cardholder.Id));
        return docket.Texting switch
        {
            TextingState.OptedOut => Html($"{words.With(PortalText.TextsOff, ("number", number))}"),
            TextingState.CarrierBlocked => Html($"{words.With(PortalText.TextsBlocked, ("word", TextsOff.RestartWord), ("number", number))}"),
            TextingState.Unreachable when docket.Cardholder.PhoneFault!.Code == PhoneFault.WrongNumber => page.Call(PortalText.NumberUnconfirmed),
            TextingState.Unreachable => Html($"{words[PortalText.PhoneFault]}"),
            TextingState.Unconfirmed => Html($"{words[PortalText.NumberUntried]}"),
            _ => null,
        };
    }
}
