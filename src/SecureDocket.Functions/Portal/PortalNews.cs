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
            yield return ReportFound.ReportedIn(docket, now.ToDateTimeOffset()) is null
                ? page.Call(PortalText.CardOutOfForce)
                : Html($"""{words[PortalText.CardReported]} <a href="/loss">{words[PortalText.FoundIt]}</a>""");
        }

        if (card is { Status: CardStatus.Active or CardStatus.Suspended } && docket.HasOtherPhotoThan(card))
        {
            yield return page.Call(PortalText.CardPhotoChanged);
        }

        var lastCheckIn = docket.CheckIns.LastOrDefault(checkIn => checkIn.Instant <= now && checkIn.Status != CheckInStatus.Cancelled);
        if (lastCheckIn is { CountsAsMissed: true } missed && now - missed.Instant < s_missedIsNews)
        {
            yield return Html($"""{page.Call(PortalText.WasMissed, ("date", PlaceTime.Of(missed, docket).Day(words, now)))} {words[PortalText.MissedStays]}""");
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

    /// <summary>What holds without being news: until when the card works, and by when the person must report.</summary>
    public static IHtmlContent Standing(PortalPage page, Docket docket, Instant now)
    {
        var words = page.Words;
        var home = PortalDates.ZoneOf(docket);
        var card = docket.CurrentCard?.AsOf(now.ToDateTimeOffset());
        var works = card is { Status: CardStatus.Active } ? words.With(PortalText.CardWorks, ("date", words.Date(Instant.FromDateTimeOffset(card.Expires).InZone(home).Date))) : null;
        var report = docket.ReportBy is { } by && by > now ? words.With(PortalText.ReportBy, ("date", words.Day(by.InZone(home).Date, now.InZone(home).Date)))
            : docket.Cardholder.CheckInSchedule is null ? words[PortalText.NoReport]
            : null;
        return Html($"""{(works is null ? None : Html($"<p>{works}</p>"))}{(report is null ? None : Html($"<p>{report}</p>"))}""");
    }
}
