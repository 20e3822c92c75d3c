using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary>Every path and method that no other function has.</summary>
/// <remarks>
/// Without it the Functions host answers with an empty body. That host asks routes in the order of their functions' names, and the
/// first that matches answers: so this function's name must stay the last of all, and a test holds it there.
/// </remarks>
public sealed class AnswerUnknownRouteFunction(RouteTable routes, PortalPages pages)
{
    /// <summary>
    /// 404 where no function has the path, 405 where one does; a browser gets a page with a way home, any other caller a problem.
    /// OPTIONS on a known path is answered with 204, and tells a browser what another site's page may ask of a public file. Allow names the path's methods (RFC 9110, sections 9.3.7 and 10.2.1).
    /// </summary>
    [Function("ZUnknownRoute")]
    [Access(Public = true)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var methods = routes.MethodsAt(request.HttpContext);
        if (methods.Count > 0)
        {
            request.HttpContext.Response.Headers.Allow = string.Join(", ", methods);
        }

        if (methods.Count > 0 && HttpMethods.IsOptions(request.Method))
        {
            if (routes.IsOpenAt(request.HttpContext))
            {
                PublicFile.AllowConditions(request.HttpContext.Response);
            }

            return Results.NoContent();
        }

        var refusal = methods.Count == 0
            ? new Refusal("no-such-route", "No operation exists at this path.")
            : new Refusal("method-not-allowed", $"This path supports {string.Join(", ", methods)}.");
        if (request.IsOfApi() || !request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            return ProblemResult.Of(refusal);
        }

        var page = pages.Open(request);
        return page.Answer(
            PortalText.NoSuchPage,
            Html($"""<p class="ways"><a class="button" href="/">{page.T[PortalText.Home]}</a></p>"""),
            status: ProblemCatalogue.For(refusal.Code).Status);
    }
}
