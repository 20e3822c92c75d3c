using Microsoft.AspNetCore.Html;
using SecureDocket.Cardholders;
using SecureDocket.Dockets;
using SecureDocket.Reminders;
using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary>What the portal says where texts do not reach the person, or have not yet.</summary>
internal static class PortalTexting
{
    /// <summary>The sentence; null where texts arrive, or where the person has no number.</summary>
    public static IHtmlContent? Of(PortalPage page, Docket docket, Texting? texting) => texting?.State switch
    {
        TextingState.OptedOut => Html($"{page.Words.With(PortalText.TextsOff, ("number", texting.Sender))}"),
        TextingState.CarrierBlocked => Html($"{page.Words.With(PortalText.TextsBlocked, ("word", Texting.RestartWord), ("number", texting.Sender))}"),
        TextingState.Unreachable when docket.Cardholder.PhoneFault?.Code == PhoneFault.WrongNumber => page.Call(PortalText.NumberUnconfirmed),
        TextingState.Unreachable => Html($"{page.Words[PortalText.PhoneFault]}"),
        TextingState.Unconfirmed => Html($"{page.Words[PortalText.NumberUntried]}"),
        _ => null,
    };
}
