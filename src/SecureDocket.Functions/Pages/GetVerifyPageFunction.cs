namespace SecureDocket.Functions.Pages;

/// <summary><c>GET /verify</c>: the scanner for officers.</summary>
public sealed class GetVerifyPageFunction(OfficerPages pages)
{
    /// <summary>
    /// 200 with the page, which is the same for everyone; the API decides what each officer may see. 301 from the address with a
    /// trailing slash to the one without.
    /// </summary>
    [Function("GetVerifyPage"), Access(Public = true)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "verify")] HttpRequest request)
    {
        return request.Path.Value!.EndsWith('/') ? Results.LocalRedirect($"/verify{request.QueryString}", permanent: true)
            : pages.Answer(request.HttpContext.Response, "verify/index.html");
    }
}
