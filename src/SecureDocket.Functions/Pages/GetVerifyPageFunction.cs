namespace SecureDocket.Functions.Pages;

/// <summary><c>GET /verify</c>: the officers' scanner.</summary>
public sealed class GetVerifyPageFunction(OfficerPages pages)
{
    /// <summary>200 with the page, which is the same for everyone: who may see what, the API decides. 301 to its one address from that with a slash.</summary>
    [Function("GetVerifyPage")]
    [Access(Public = true)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "verify")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Path.Value!.EndsWith('/') ? Results.LocalRedirect($"/verify{request.QueryString}", permanent: true)
            : pages.Answer(request.HttpContext.Response, "verify/index.html");
    }
}
