using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker.Middleware;
using SecureDocket.Functions.Pages;
using SecureDocket.Functions.Portal;

namespace SecureDocket.Functions.Pipeline;

/// <summary>The outermost middleware: turns exceptions into problems that reveal no internals.</summary>
/// <remarks>
/// Without it the worker would answer 200 with an empty body after an exception. An exception from a timer or a queue has no
/// caller to answer; it propagates to the host, which records the failure and redelivers a queue's message.
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

        // Without an exporter, the worker starts no activity for the call. The web server's activity has the caller's
        // traceparent, so that a problem's traceId and our storage requests have it too.
        Activity.Current ??= http.Features.Get<IHttpActivityFeature>()?.Activity;
        SetSafeHeaders(http.Response);
        try
        {
            await next(context);
        }
        catch (DependencyUnavailableException failure)
        {
            Log.DependencyUnavailable(logger, context.FunctionDefinition.Name, failure.Dependency, failure);
            await AnswerAsync(http, failure.Dependency == "record" ? PipelineRefusals.Refused : PipelineRefusals.Unavailable);
        }
        catch (BadHttpRequestException failure)
        {
            await AnswerAsync(http, failure.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => PipelineRefusals.BodyTooLarge,
                StatusCodes.Status408RequestTimeout => PipelineRefusals.BodyTooSlow,
                _ => PipelineRefusals.Unreadable,
            });
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has disconnected.
        }
#pragma warning disable CA1031 // The boundary: any other exception is a defect, which is logged here and not revealed to the caller.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Log.FunctionFailed(logger, context.FunctionDefinition.Name, failure);
            await AnswerAsync(http, PipelineRefusals.Internal);
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

        // People get a page and programs a problem. Both get Retry-After.
        if (refusal.Code == "unavailable")
        {
            ProblemResult.AskBack(http.Response);
        }

        return http.Request.IsOfApi()
            ? ProblemResult.Of(refusal).ExecuteAsync(http)
            : pages.Open(http.Request).Answer(PortalText.Failed, Markup.None, status: ProblemCatalogue.For(refusal.Code).Status).ExecuteAsync(http);
    }
}
