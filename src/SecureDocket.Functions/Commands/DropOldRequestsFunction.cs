using SecureDocket.Storage;

namespace SecureDocket.Functions.Commands;

/// <summary>Every night: forgets the creating requests that are too old to be repeated.</summary>
public sealed class DropOldRequestsFunction(DropOldRequests drop, ILogger<DropOldRequestsFunction> logger)
{
    /// <summary>At 4:30 UTC, outside office hours on both coasts.</summary>
    [Function("DropOldRequests")]
    public async Task RunAsync([TimerTrigger("0 30 4 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var dropped = await drop.RunAsync(cancellationToken);
        Log.OldRequestsDropped(logger, dropped.Count);
        if (!dropped.ReadAll)
        {
            Log.OldRequestsLeft(logger);
        }
    }
}
