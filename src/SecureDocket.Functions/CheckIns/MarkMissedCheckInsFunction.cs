using SecureDocket.CheckIns;

namespace SecureDocket.Functions.CheckIns;

/// <summary>Every quarter of an hour: records which check-ins nobody came to.</summary>
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
