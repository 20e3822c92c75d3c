namespace SecureDocket.LocalHost.Http;

/// <summary>Refuses what another site's page makes a browser send: the host has no sign-in that would stop it.</summary>
/// <remarks>Whatever is no browser, as curl, names no origin and passes. A foreign name for this machine is refused for every request, by the allowed hosts.</remarks>
internal static class SameOrigin
{
    public static void RequireSameOrigin(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(async (call, next) =>
        IsSame(call.HttpContext.Request)
            ? await next(call)
            : Results.Text("This comes from another site's page.\n", statusCode: StatusCodes.Status403Forbidden));

    private static bool IsSame(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        return site is "" or "same-origin" or "none"
            && (origin.Length == 0 || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
    }
}
