namespace SecureDocket.Approvals;

/// <summary>Carries on with what was approved and is not finished. With nothing under way it costs one request.</summary>
public sealed class ContinueApprovals(ApprovalStore approvals, ApprovalRuns runs, TimeProvider clock)
{
    private const int Steps = 50;

    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(45);

    /// <summary>One run, oldest first; what it does not come to is the next one's.</summary>
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow() + s_time;
        foreach (var open in await approvals.OpenAsync(cancellationToken))
        {
            if (await approvals.FindAsync(open.Id, cancellationToken) is not { } stored
                || (await runs.RunAsync(stored, Steps, until - clock.GetUtcNow(), cancellationToken)).Status == ApprovalStatus.Finished)
            {
                await approvals.CloseAsync(open, cancellationToken);
            }
        }
    }
}
