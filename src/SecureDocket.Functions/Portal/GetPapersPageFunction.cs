using Microsoft.AspNetCore.Html;
using SecureDocket.Documents;
using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary><c>GET /papers</c>: the person's documents.</summary>
public sealed class GetPapersPageFunction(PortalPages pages, ViewDocuments view)
{
    private const double Kilobyte = 1024;

    /// <summary>200 with the list, newest first.</summary>
    [Function("GetPapersPage"), Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "papers")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var docket = request.Docket();
        var page = pages.Open(request, docket.Cardholder.Details.Language);
        var papers = await view.ExecuteAsync(docket.Cardholder.Id, request.Actor(), cancellationToken);
        return page.Answer(PortalText.Papers, papers.Value is not { Count: > 0 } all
            ? Html($"""<p>{page.Words[PortalText.NoPapers]}</p>""")
            : Html($"""<ul class="dates">{Each(all, paper => Entry(page, paper))}</ul>"""));
    }

    private static IHtmlContent Entry(PortalPage page, Document paper) => Html($"""
        <li><p><b>{page.Words[TextOf(paper.Type)]}</b><br>{Title(paper)}<br>{page.Words.Date(paper.Date)}</p>
        <p class="ways"><a class="button" href="/papers/{paper.Id}" download>{page.Words[PortalText.Download]} {Size(paper)}</a></p></li>
        """);

    private static IHtmlContent Title(Document paper) => Html($"""<span lang="{paper.Language}" dir="auto">{paper.Title}</span>""");

    private static IHtmlContent Size(Document paper) =>
        Html($"""<small dir="ltr">PDF, {Math.Max(1, Math.Round(paper.Bytes / Kilobyte))} KB</small>""");

    private static PortalText TextOf(DocumentType type) => type switch
    {
        DocumentType.NoticeToAppear => PortalText.PaperNoticeToAppear,
        DocumentType.HearingNotice => PortalText.PaperHearingNotice,
        DocumentType.Decision => PortalText.PaperDecision,
        DocumentType.Evidence => PortalText.PaperEvidence,
        DocumentType.Identity => PortalText.PaperIdentity,
        _ => PortalText.PaperOther,
    };
}
