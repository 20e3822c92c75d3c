using Microsoft.Azure.Functions.Worker.Middleware;
using SecureDocket.Health;

namespace SecureDocket.Functions.Pipeline;

/// <summary>Counts the runs of timer functions and records each success, with one storage request per run.</summary>
public sealed class TimerMiddleware(TimerPlan plan, TimerMarks marks, Telemetry telemetry, ILogger<TimerMiddleware> logger) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc />
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var function = context.FunctionDefinition.Name;
        if (!plan.Schedules.ContainsKey(function))
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception failure) when (!(failure is OperationCanceledException && context.CancellationToken.IsCancellationRequested))
        {
            telemetry.TimerRan(function, succeeded: false);
            Log.TimerFailed(logger, function, failure);
            throw;
        }

        telemetry.TimerRan(function, succeeded: true);
        try
        {
            await marks.RanAsync(function, context.CancellationToken);
        }
        catch (DependencyUnavailableException failure)
        {
            // The run itself succeeded. If this persists, the timer is reported as late.
            Log.TimerNotMarked(logger, function, failure);
        }
    }
}
