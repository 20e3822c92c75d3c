using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker.Middleware;
using SecureDocket.Functions.Pages;
using SecureDocket.Functions.Portal;

namespace SecureDocket.Functions.Pipeline;

/// <summary>The outermost middleware: whatever a function throws becomes a problem that tells a caller nothing of our insides.</summary>
/// <remarks>
/// Without it the worker would answer 200 with an empty body after an exception. The exception of a timer or a queue has nobody
/// to answer: it goes on to the host, which records the failed call and brings a queue's message again.
/// </remarks>
public sealed class ProblemMiddleware(PortalPages pages, ILogger<ProblemMiddleware> logger) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc />
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var http = context.GetHttpContext();
        if (http is null)
        {
            await next(context);
            return;
        }

        // Where nothing is exported, the worker starts no activity of its own for the call. The web server's carries the caller's
        // traceparent, so that a problem's traceId and our requests to storage do too.
        Activity.Current ??= http.Features.Get<IHttpActivityFeature>()?.Activity;
        SetSafeHeaders(http.Response);
        try
        {
            await next(context);
        }
        catch (DependencyUnavailableException failure)
        {
            Log.DependencyUnavailable(logger, context.FunctionDefinition.Name, failure.Dependency, failure);
            await AnswerAsync(http, new Refusal("unavailable", "Nothing is lost; repeat the request after the time in Retry-After."));
        }
        catch (BadHttpRequestException failure)
        {
            await AnswerAsync(http, failure.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => new Refusal("body-too-large", "The body exceeds the server's limit."),
                StatusCodes.Status408RequestTimeout => new Refusal("body-too-slow", "The body paused for more than 30 seconds or arrived too slowly; send it again."),
                _ => new Refusal("invalid", "The request could not be read."),
            });
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
#pragma warning disable CA1031 // The boundary: anything else is a defect, logged here and answered without its text.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Log.FunctionFailed(logger, context.FunctionDefinition.Name, failure);
            await AnswerAsync(http, new Refusal("internal", "The error was recorded under the traceId."));
        }
    }

    private static void SetSafeHeaders(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        response.Headers.ContentSecurityPolicy = "frame-ancestors 'none'";
    }

    private Task AnswerAsync(HttpContext http, Refusal refusal)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        http.Response.Clear();
        SetSafeHeaders(http.Response);

        // A person reads a page; a program reads a problem. Both hear when to come back.
        if (refusal.Code == "unavailable")
        {
            ProblemResult.AskBack(http.Response);
        }

        return http.Request.IsOfApi()
            ? ProblemResult.Of(refusal).ExecuteAsync(http)
            : pages.Open(http.Request).Answer(PortalText.Failed, Markup.None, status: ProblemCatalogue.For(refusal.Code).Status).ExecuteAsync(http);
    }
}
