namespace SecureDocket.Functions.Pages;

/// <summary><c>GET /assets/{release}/{path}</c>: a file that pages load.</summary>
public sealed class GetWebFileFunction(WebFiles files)
{
    /// <summary>200, cacheable forever; under any other release, the current file with <c>no-cache</c>; 404 for an unknown path.</summary>
    [Function("GetWebFile"), Access(Public = true)]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "assets/{release}/{*path}")] HttpRequest request,
        string release,
        string? path)
    {
        PageHeaders.Harden(request.HttpContext.Response);
        if (files.Find(path ?? "") is not { } file)
        {
            return ProblemResult.Of(PagesRefusals.NoSuchFile);
        }

        request.HttpContext.Response.Headers.CacheControl =
            release == files.Release ? "public, max-age=31536000, immutable" : "no-cache";
        return Results.Bytes(file.Content, file.MediaType);
    }
}
