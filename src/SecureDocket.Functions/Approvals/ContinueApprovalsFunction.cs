using SecureDocket.Approvals;

namespace SecureDocket.Functions.Approvals;

/// <summary>Runs every minute and continues unfinished approved commands.</summary>
public sealed class ContinueApprovalsFunction(ContinueApprovals approvals)
{
    /// <summary>Runs once; the next run continues where this one stops.</summary>
    [Function("ContinueApprovals")]
    public Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(timer);
        return approvals.ExecuteAsync(cancellationToken);
    }
}
