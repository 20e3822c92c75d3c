using NodaTime;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;

namespace SecureDocket.Functions.Portal;

/// <summary>What a person must hear of before anything else.</summary>
internal static class PortalNews
{
    private static readonly Duration s_missedIsNews = Duration.FromDays(30);
    private static readonly Duration s_expiryIsNews = Duration.FromDays(60);

    public static IEnumerable<string> Of(PortalPage page, Docket docket, Instant now)
    {
        var (t, contact) = (page.T, ("contact", page.Contact));
        var home = PortalDates.ZoneOf(docket);
        var today = now.InZone(home).Date;
        var card = docket.CurrentCard?.AsOf(now.ToDateTimeOffset());
        if (card?.Status == CardStatus.Suspended)
        {
            yield return t.With(PortalText.CardOutOfForce, contact);
        }

        if (docket.CheckIns.LastOrDefault(checkIn => checkIn.Instant <= now && checkIn.Status != CheckInStatus.Cancelled) is { Status: CheckInStatus.Missed } missed
            && now - missed.Instant < s_missedIsNews)
        {
            yield return t.With(PortalText.WasMissed, ("date", t.Day(missed.Instant.InZone(home).Date, today)), contact);
        }

        if (docket.LacksCheckIn(now))
        {
            yield return t[PortalText.MustBook];
        }

        if (docket.Cardholder.PhoneFault is not null)
        {
            yield return t[PortalText.PhoneFault];
        }

        if (card is { Status: not CardStatus.Suspended } && Instant.FromDateTimeOffset(card.Expires) is var expires && expires - now < s_expiryIsNews)
        {
            yield return t.With(PortalText.CardExpires, ("date", t.Date(expires.InZone(home).Date)));
        }
    }
}
