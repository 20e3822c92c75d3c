namespace SecureDocket.Functions.Pages;

/// <summary><c>GET /enroll</c>: the enrollment desk.</summary>
public sealed class GetEnrollPageFunction(OfficerPages pages)
{
    /// <summary>200 with the page, which is the same for everyone; the API decides what each officer may do.</summary>
    [Function("GetEnrollPage"), Access(Public = true)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "enroll")] HttpRequest request)
    {
        return pages.Answer(request.HttpContext.Response, "enroll/index.html");
    }
}
