using SecureDocket.Approvals;

namespace SecureDocket.Functions.Approvals;

/// <summary>Every minute: carries on with what was approved and is not finished.</summary>
public sealed class ContinueApprovalsFunction(ContinueApprovals approvals)
{
    /// <summary>One run; what it does not come to is the next one's.</summary>
    [Function("ContinueApprovals")]
    public Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(timer);
        return approvals.ExecuteAsync(cancellationToken);
    }
}
