using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace SecureDocket.Functions.Pipeline;

/// <summary>Gives every request its <see cref="Deadline"/>, whose cancellation token is passed to functions and everything they call.</summary>
/// <remarks>Timers and queues have their own limits. Whether a storage operation in progress at the deadline took effect is unknown, as after any lost response.</remarks>
public sealed class DeadlineMiddleware(TimeProvider clock) : IFunctionsWorkerMiddleware
{
    // The server's own limit would abort after a pause of a few seconds. Its minimum rate still ends bodies that arrive too slowly.
    private static readonly MinDataRate s_slowestBody = new(bytesPerSecond: 240, gracePeriod: Deadline.LongestPause);

    /// <inheritdoc />
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        // Later versions of HTTP limit the rate per connection, not per request.
        if (HttpProtocol.IsHttp11(http.Request.Protocol) && http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = s_slowestBody;
        }

        using var deadline = new Deadline(clock, context.CancellationToken);
        http.Features.Set(deadline);
        http.Request.Body = new PacedBody(http.Request.Body, deadline, clock);
        try
        {
            await next(new BoundedContext(context, deadline.Token));
        }
        catch (OperationCanceledException failure) when (deadline.HasPassed)
        {
            throw new DependencyUnavailableException("deadline", failure);
        }
    }

    /// <summary>The context of the call, with the deadline's token instead of its own.</summary>
    private sealed class BoundedContext(FunctionContext call, CancellationToken cancellationToken) : FunctionContext
    {
        public override string InvocationId => call.InvocationId;

        public override string FunctionId => call.FunctionId;

        public override TraceContext TraceContext => call.TraceContext;

        public override BindingContext BindingContext => call.BindingContext;

        public override RetryContext RetryContext => call.RetryContext;

        public override IServiceProvider InstanceServices { get => call.InstanceServices; set => call.InstanceServices = value; }

        public override FunctionDefinition FunctionDefinition => call.FunctionDefinition;

        public override IDictionary<object, object> Items { get => call.Items; set => call.Items = value; }

        public override IInvocationFeatures Features => call.Features;

        public override CancellationToken CancellationToken { get; } = cancellationToken;
    }
}
