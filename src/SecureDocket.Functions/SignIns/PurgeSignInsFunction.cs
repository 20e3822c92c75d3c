using SecureDocket.SignIns;

namespace SecureDocket.Functions.SignIns;

/// <summary>Runs every night and deletes expired sign-ins, counts and sessions.</summary>
public sealed class PurgeSignInsFunction(PurgeSignIns drop, ILogger<PurgeSignInsFunction> logger)
{
    /// <summary>At 4:50 UTC, outside office hours on both coasts.</summary>
    [Function("DropOldSignIns")]
    public async Task RunAsync([TimerTrigger("0 50 4 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var dropped = await drop.RunAsync(cancellationToken);
        Log.OldSignInsDropped(logger, dropped.Count);
    }
}
