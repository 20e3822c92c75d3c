using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using static SecureDocket.Functions.Pages.Markup;
using static SecureDocket.Functions.Portal.PortalPage;

namespace SecureDocket.Functions.Portal;

/// <summary><c>GET /check-ins/{checkInId}/cancellation</c>: asks for confirmation before a check-in is cancelled.</summary>
public sealed class GetCancelPageFunction(PortalPages pages, TimeProvider clock)
{
    /// <summary>200 with the question; 303 to the dates when the check-in is not upcoming.</summary>
    [Function("GetCancelPage"), Access(Cardholder = true)]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "check-ins/{checkInId}/cancellation")] HttpRequest request,
        string checkInId)
    {
        var docket = request.Docket();
        var page = pages.Open(request, docket.Cardholder.Details.Language);
        var now = clock.GetCurrentInstant();
        var checkIns = PortalDate.Of(docket, now).Where(date => date.IsToCome && !date.HasBegun && !date.IsHearing);
        return checkIns.FirstOrDefault(date => date.Subject.Id == checkInId) is { } date
            ? Question(page, date, PlaceTime.Of(date, docket), now)
            : PortalPages.SeeOther($"/dates?done={(IsCancelled(docket, checkInId) ? PortalText.AlreadyCancelled : PortalText.NotPossible)}");
    }

    // Whoever comes back to the page after cancelling sees what is true.
    internal static bool IsCancelled(Docket docket, string checkInId) =>
        docket.CheckIns.Any(checkIn => checkIn.Id == checkInId && checkIn.Status == CheckInStatus.Cancelled);

    private static IResult Question(PortalPage page, PortalDate date, PlaceTime time, Instant now) =>
        page.Answer(PortalText.CancelQuestion, Html($"""
            <p><b>{time.Day(page.Words, now)}{page.Words.Comma}{time.Time(page.Words)}</b> {time.AtHome(page.Words, now)}<br><bdi>{date.VenueName}</bdi></p>
            <p>{page.Words[PortalText.CancelWarning]}</p>
            {page.Form($"/check-ins/{date.Subject.Id}/cancellation", Once(), PortalText.CancelYes)}
            <p><a href="/home">{page.Words[PortalText.CancelNo]}</a></p>
            """));
}
