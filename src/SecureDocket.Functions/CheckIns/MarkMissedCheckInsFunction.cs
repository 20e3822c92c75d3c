using SecureDocket.CheckIns;

namespace SecureDocket.Functions.CheckIns;

/// <summary>Runs every 15 minutes and records missed check-ins.</summary>
public sealed class MarkMissedCheckInsFunction(MarkMissedCheckIns mark)
{
    /// <summary>Runs once; the next run continues where this one stops.</summary>
    [Function("MarkMissedCheckIns")]
    public Task RunAsync([TimerTrigger("0 */15 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(timer);
        return mark.ExecuteAsync(cancellationToken);
    }
}
