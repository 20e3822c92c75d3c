using Microsoft.AspNetCore.Html;
using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary>Notices shown before anything else.</summary>
internal static class PortalNews
{
    private static readonly Duration s_missedIsNews = Duration.FromDays(30);
    private static readonly Duration s_expiryIsNews = Duration.FromDays(60);

    /// <summary>Whether the person's card allows booking check-ins: active or suspended, and not expired.</summary>
    public static bool MayBook(Docket docket, Instant now) =>
        docket.CurrentCard?.AsOf(now.ToDateTimeOffset()).Status is CardStatus.Active or CardStatus.Suspended;

    public static IEnumerable<IHtmlContent> Of(PortalPage page, Docket docket, Instant now)
    {
        var words = page.Words;
        var home = PortalDates.ZoneOf(docket);
        var card = docket.CurrentCard?.AsOf(now.ToDateTimeOffset());
        if (!MayBook(docket, now) && docket.Cards is [.., { Signature: not null } last])
        {
            var expired = words.Date(Instant.FromDateTimeOffset(last.Expires).InZone(home).Date);
            yield return Html($"""{words.With(PortalText.CardExpired, ("date", expired))}""");
        }

        if (card?.Status == CardStatus.Suspended)
        {
            yield return page.Call(PortalText.CardOutOfForce);
        }

        if (card is { Status: CardStatus.Active or CardStatus.Suspended } && docket.HasOtherPhotoThan(card))
        {
            yield return page.Call(PortalText.CardPhotoChanged);
        }

        var lastCheckIn = docket.CheckIns.LastOrDefault(checkIn => checkIn.Instant <= now && checkIn.Status != CheckInStatus.Cancelled);
        if (lastCheckIn is { Status: CheckInStatus.Missed } missed && now - missed.Instant < s_missedIsNews)
        {
            yield return page.Call(PortalText.WasMissed, ("date", PlaceTime.Of(missed, docket).Day(words, now)));
        }

        if (docket.LacksCheckIn(now))
        {
            yield return Html($"{words[docket.NextCheckIn(now) is null ? PortalText.MustBook : PortalText.MustMove]}");
        }

        if (docket.Texting != TextingState.Unconfirmed && PortalTexting.Of(page, docket) is { } fault)
        {
            yield return fault;
        }

        if (card?.Status == CardStatus.Active && Instant.FromDateTimeOffset(card.Expires) is var expires && expires - now < s_expiryIsNews)
        {
            yield return Html($"""{words.With(PortalText.CardExpires, ("date", words.Date(expires.InZone(home).Date)))}""");
        }
    }
}
