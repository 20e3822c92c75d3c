using Microsoft.Extensions.Hosting;

namespace SecureDocket.Functions.Pipeline;

/// <summary>Sets up the middleware.</summary>
internal static class PipelineServices
{
    /// <summary>Adds the middleware in the order in which it handles a request; the outermost handles failures of all others.</summary>
    public static IFunctionsWorkerApplicationBuilder UsePipeline(this IFunctionsWorkerApplicationBuilder builder) => builder
        .UseMiddleware<ProblemMiddleware>()
        .UseMiddleware<DeadlineMiddleware>()
        .UseMiddleware<AccessMiddleware>()
        .UseMiddleware<QueryMiddleware>()
        .UseMiddleware<TimerMiddleware>();
}
