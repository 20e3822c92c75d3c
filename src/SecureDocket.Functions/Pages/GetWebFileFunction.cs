namespace SecureDocket.Functions.Pages;

/// <summary><c>GET /assets/{release}/{path}</c>: a file that pages are made of.</summary>
public sealed class GetWebFileFunction(WebFiles files)
{
    /// <summary>200, to be kept for good; of another release the present file, to be asked for again; 404 when there is none.</summary>
    [Function("GetWebFile")]
    [Access(Public = true)]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "assets/{release}/{*path}")] HttpRequest request, string release, string? path)
    {
        ArgumentNullException.ThrowIfNull(request);
        PageHeaders.Harden(request.HttpContext.Response);
        if (files.Find(path ?? "") is not { } file)
        {
            return ProblemResult.Of(new Refusal("no-such-route", "No file exists at this path."));
        }

        request.HttpContext.Response.Headers.CacheControl = release == files.Release ? "public, max-age=31536000, immutable" : "no-cache";
        return Results.Bytes(file.Content, file.MediaType);
    }
}
