namespace SecureDocket.Functions.Pages;

/// <summary><c>GET /inbox</c>: the inbox of the desk.</summary>
public sealed class GetInboxPageFunction(OfficerPages pages)
{
    /// <summary>200 with the page, which is the same for everyone; the API decides what each officer may do.</summary>
    [Function("GetInboxPage"), Access(Public = true)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "inbox")] HttpRequest request)
    {
        return pages.Answer(request.HttpContext.Response, "inbox/index.html");
    }
}
