using System.Runtime.ExceptionServices;

namespace SecureDocket.Approvals;

/// <summary>Continues approved commands that are not finished. With none in progress it costs one request.</summary>
public sealed class ContinueApprovals(ApprovalStore approvals, ApprovalRuns runs, TimeProvider clock)
{
    private const int Steps = 50;

    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(45);

    /// <summary>Runs once, oldest command first, and leaves the rest to the next run. A failing command does not hold up the others.</summary>
    /// <exception cref="Exception">The first failure, after the others have had their turn.</exception>
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
