using Microsoft.Extensions.Hosting;

namespace SecureDocket.Functions.Pipeline;

/// <summary>Sets up the middlewares.</summary>
internal static class PipelineServices
{
    /// <summary>Adds the middlewares in the order in which they meet a request: what is outermost answers for the faults of all others.</summary>
    public static IFunctionsWorkerApplicationBuilder UsePipeline(this IFunctionsWorkerApplicationBuilder builder) => builder
        .UseMiddleware<ProblemMiddleware>()
        .UseMiddleware<DeadlineMiddleware>()
        .UseMiddleware<AccessMiddleware>()
        .UseMiddleware<QueryMiddleware>()
        .UseMiddleware<TimerMiddleware>();
}
