using Microsoft.AspNetCore.Html;
using NodaTime;
using SecureDocket.SignIns;
using static SecureDocket.Functions.Pages.Markup;
using static SecureDocket.Functions.Portal.PortalPage;

namespace SecureDocket.Functions.Portal;

/// <summary><c>GET /sessions</c>: the devices on which the person is signed in.</summary>
public sealed class GetSessionsPageFunction(PortalPages pages, Sessions sessions)
{
    /// <summary>200.</summary>
    [Function("GetSessionsPage"), Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "sessions")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var docket = request.Docket();
        var page = pages.Open(request, docket.Cardholder.Details.Language);
        var zone = PortalDates.ZoneOf(docket);
        var present = request.Session().Id;
        var all = await sessions.ListAsync(docket.Cardholder.Id, cancellationToken);
        return page.Answer(PortalText.Sessions, Html($"""
            <ul class="dates">{Each(all, session => Entry(page, session, session.Id == present, zone))}</ul>
            {(all.Count < 2 ? None : page.Form("/sessions", Hidden("which", "others"), PortalText.EndOthers, "quiet"))}
            """));
    }

    private static IHtmlContent Entry(PortalPage page, Session session, bool isPresent, DateTimeZone zone)
    {
        var name = page.Words[isPresent ? PortalText.ThisDevice : PortalText.OtherDevice];
        return Html($"""
            <li><p><b>{name}</b>{Device(session)}<br>{Since(page, session, zone)}{ByPaperCode(page, session)}</p>
            {(isPresent ? None : page.Form("/sessions", Hidden("which", session.Id), PortalText.EndSession, "quiet"))}</li>
            """);
    }

    private static IHtmlContent Device(Session session) => session.Device.Length == 0 ? None : Html($" ({session.Device})");

    private static string Since(PortalPage page, Session session, DateTimeZone zone)
    {
        var since = Instant.FromDateTimeOffset(session.StartedAt).InZone(zone);
        return page.Words.With(
            PortalText.SignedInSince, ("date", page.Words.Date(since.Date)), ("time", page.Words.Time(since.LocalDateTime)));
    }

    private static IHtmlContent ByPaperCode(PortalPage page, Session session) =>
        session.IsByPaperCode ? Html($"<br>{page.Words[PortalText.WithPaperCode]}") : None;
}
