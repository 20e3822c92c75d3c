using SecureDocket.Storage;

namespace SecureDocket.Functions.Commands;

/// <summary>Runs every night and deletes the idempotency records that have expired.</summary>
public sealed class PurgeIdempotencyRecordsFunction(PurgeIdempotencyRecords drop, ILogger<PurgeIdempotencyRecordsFunction> logger)
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
