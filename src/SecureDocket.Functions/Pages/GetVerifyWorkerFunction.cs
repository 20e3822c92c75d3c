namespace SecureDocket.Functions.Pages;

/// <summary><c>GET /verify/worker.js</c>: the scanner's service worker, at an address that never changes.</summary>
public sealed class GetVerifyWorkerFunction(OfficerPages pages)
{
    /// <summary>200 with this release's script, whose scope is limited to <c>/verify</c>.</summary>
    [Function("GetVerifyWorker"), Access(Public = true)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "verify/worker.js")] HttpRequest request)
    {
        return pages.AnswerWorker(request.HttpContext.Response);
    }
}
