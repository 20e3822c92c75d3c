using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary>Answers every path and method that no other function handles.</summary>
/// <remarks>
/// Without it the Functions host answers with an empty body. The host matches routes in the order of the functions' names and
/// takes the first match, so this function's name must sort last; a test checks that.
/// </remarks>
public sealed class AnswerUnknownRouteFunction(RouteTable routes, PortalPages pages)
{
    /// <summary>
    /// 404 for an unknown path, 405 for an unknown method on a known one; a browser gets a page with a link home, any other
    /// caller a problem, and a browser that opens the address of a form's action the form. OPTIONS on a known path is answered with 204 and, for a public file, with what pages of other sites may
    /// request. Allow lists the path's methods (RFC 9110, sections 9.3.7 and 10.2.1).
    /// </summary>
    [Function("ZUnknownRoute"), Access(Public = true)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request)
    {
        var methods = routes.MethodsAt(request.HttpContext);
        if (methods.Count > 0)
        {
            request.HttpContext.Response.Headers.Allow = string.Join(", ", methods);
        }

        if (methods.Count > 0 && HttpMethods.IsOptions(request.Method))
        {
            return Options(request.HttpContext);
        }

        var refusal = methods.Count == 0 ? PortalRefusals.NoSuchRoute : PortalRefusals.MethodNotAllowed(methods);
        return request.IsOfApi() || !request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? ProblemResult.Of(refusal)
            : Page(request, refusal, isOfForm: HttpMethods.IsGet(request.Method) && methods.Contains(HttpMethods.Post));
    }

    private IResult Options(HttpContext http)
    {
        if (routes.IsOpenAt(http))
        {
            PublicFile.AllowConditions(http.Response);
        }

        return Results.NoContent();
    }

    // A page that shows what was sent has the address of the form's action; whoever opens it anew gets the form.
    private static string FormOf(HttpRequest request) => request.Path.ToString() is var path && path.LastIndexOf('/') is > 0 and var end ? path[..end] : "/";

    private IResult Page(HttpRequest request, Refusal refusal, bool isOfForm)
    {
        // This also keeps a language that the address chooses.
        var page = pages.Open(request);
        if (isOfForm)
        {
            return PortalPages.SeeOther(FormOf(request));
        }

        return page.Answer(
            PortalText.NoSuchPage,
            Html($"""<p class="ways"><a class="button" href="/">{page.Words[PortalText.Home]}</a></p>"""),
            status: ProblemCatalogue.For(refusal.Code).Status);
    }
}
