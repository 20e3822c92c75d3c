using SecureDocket.Documents;
using SecureDocket.Functions.Documents;

namespace SecureDocket.Functions.Portal;

/// <summary><c>GET /papers/{documentId}</c>: downloads one of the person's documents.</summary>
public sealed class GetPaperFunction(ViewDocument open)
{
    /// <summary>
    /// 200 with the PDF; 303 to the list when there is no such document. Repeated downloads within a session count as one.
    /// </summary>
    [Function("GetPaper"), Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "papers/{documentId}")] HttpRequest request,
        string documentId,
        CancellationToken cancellationToken)
    {
        var docket = request.Docket();
        var actor = request.Actor();
        var operation = OperationId.For(actor, $"{request.Session().Id}\n{documentId}");
        var opened = await open.ExecuteAsync(docket.Cardholder.Id, documentId, actor, operation, cancellationToken);
        return opened.IsRefused ? PortalPages.SeeOther("/papers?done=NotPossible") : new DocumentFile(opened.Value);
    }
}
