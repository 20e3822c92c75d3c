namespace SecureDocket.Functions.Pages;

/// <summary><c>GET /desk</c>: the desk, where officers find people, see an office's day and judge what was missed.</summary>
public sealed class GetDeskPageFunction(OfficerPages pages)
{
    /// <summary>200 with the page, which is the same for everyone; the API decides what each officer may do.</summary>
    [Function("GetDeskPage"), Access(Public = true)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk")] HttpRequest request)
    {
        return pages.Answer(request.HttpContext.Response, "desk/index.html");
    }
}
