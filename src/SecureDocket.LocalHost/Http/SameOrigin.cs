namespace SecureDocket.LocalHost.Http;

/// <summary>Refuses requests that pages of other sites make a browser send, because the host has no sign-in to prevent them.</summary>
/// <remarks>Clients other than browsers, such as curl, send no origin and are admitted. Requests with a foreign host name are refused by the allowed hosts.</remarks>
internal static class SameOrigin
{
    public static void RequireSameOrigin(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(async (call, next) =>
        IsSame(call.HttpContext.Request)
            ? await next(call)
            : Results.Text("Requests from pages of other sites are refused.\n", statusCode: StatusCodes.Status403Forbidden));

    private static bool IsSame(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        return site is "" or "same-origin" or "none"
            && (origin.Length == 0 || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
    }
}
