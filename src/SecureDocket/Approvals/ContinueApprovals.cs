using System.Runtime.ExceptionServices;

namespace SecureDocket.Approvals;

/// <summary>Carries on with what was approved and is not finished. With nothing under way it costs one request.</summary>
public sealed class ContinueApprovals(ApprovalStore approvals, ApprovalRuns runs, TimeProvider clock)
{
    private const int Steps = 50;

    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(45);

    /// <summary>One run, oldest first; what it does not come to is the next one's. One that fails holds up none of the others.</summary>
    /// <exception cref="Exception">The first failure, once the others have had their turn.</exception>
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow() + s_time;
        ExceptionDispatchInfo? failure = null;
        foreach (var open in await approvals.OpenAsync(cancellationToken))
        {
            try
            {
                await ContinueAsync(open, until, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                failure ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        failure?.Throw();
    }

    private async Task ContinueAsync(OpenApproval open, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (await approvals.FindAsync(open.Id, cancellationToken) is not { } stored
            || (await runs.RunAsync(stored, Steps, until - clock.GetUtcNow(), cancellationToken)).Status == ApprovalStatus.Finished)
        {
            await approvals.CloseAsync(open, cancellationToken);
        }
    }
}
