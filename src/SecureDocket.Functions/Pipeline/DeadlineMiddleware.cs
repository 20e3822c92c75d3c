using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace SecureDocket.Functions.Pipeline;

/// <summary>Gives every request its <see cref="Deadline"/>: the one cancellation token that functions and what they call are handed.</summary>
/// <remarks>Timers and queues have bounds of their own. What a store was about to do when the deadline passed is unknown, as after any lost answer.</remarks>
public sealed class DeadlineMiddleware(TimeProvider clock) : IFunctionsWorkerMiddleware
{
    // The server's own limit would cut off whoever pauses for some seconds; its rate still ends a body that only trickles.
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

        // Later versions of HTTP have one rate for a connection and not for a request.
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

    /// <summary>The call's context with the deadline's token in place of its own.</summary>
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
