using NodaTime;
using SecureDocket.SignIns;
using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary><c>GET /sessions</c>: where the person is signed in.</summary>
public sealed class GetSessionsPageFunction(PortalPages pages, Sessions sessions)
{
    /// <summary>200.</summary>
    [Function("GetSessionsPage")]
    [Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "sessions")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var docket = request.Docket();
        var page = pages.Open(request, docket.Cardholder.Details.Language);
        var zone = PortalDates.ZoneOf(docket);
        var present = request.Session().Id;
        var all = await sessions.ListAsync(docket.Cardholder.Id, cancellationToken);
        return page.Answer(PortalText.Sessions, Html($"""
            <ul class="dates">{Each(all, session => Entry(page, session, session.Id == present, Instant.FromDateTimeOffset(session.StartedAt).InZone(zone)))}</ul>
            {(all.Count < 2 ? None : page.Form("/sessions", Html($"""<input type="hidden" name="which" value="others">"""), PortalText.EndOthers, "quiet"))}
            """));
    }

    private static Microsoft.AspNetCore.Html.IHtmlContent Entry(PortalPage page, Session session, bool isPresent, ZonedDateTime since)
    {
        var name = page.T[isPresent ? PortalText.ThisDevice : PortalText.OtherDevice];
        var which = Html($"""<input type="hidden" name="which" value="{session.Id}">""");
        return Html($"""
            <li><p><b>{name}</b>{(session.Device.Length == 0 ? None : Html($" ({session.Device})"))}<br>{page.T.With(PortalText.SignedInSince, ("date", page.T.Date(since.Date)), ("time", page.T.Time(since.LocalDateTime)))}{(session.IsByPaperCode ? Html($"<br>{page.T[PortalText.WithPaperCode]}") : None)}</p>
            {(isPresent ? None : page.Form("/sessions", which, PortalText.EndSession, "quiet"))}</li>
            """);
    }
}
