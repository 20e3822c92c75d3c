using SecureDocket.SignIns;

namespace SecureDocket.Functions.SignIns;

/// <summary>Every night: forgets sign-ins, counts and sessions that are over.</summary>
public sealed class DropOldSignInsFunction(DropOldSignIns drop, ILogger<DropOldSignInsFunction> logger)
{
    /// <summary>At 4:50 UTC, outside office hours on both coasts.</summary>
    [Function("DropOldSignIns")]
    public async Task RunAsync([TimerTrigger("0 50 4 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var dropped = await drop.RunAsync(cancellationToken);
        Log.OldSignInsDropped(logger, dropped.Count);
    }
}
