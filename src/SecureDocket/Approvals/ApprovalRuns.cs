using SecureDocket.Storage;

namespace SecureDocket.Approvals;

/// <summary>Carries out approved commands in bounded runs and records the progress after each step.</summary>
public sealed class ApprovalRuns(ApprovalStore approvals, IEnumerable<IApprovalExecutor> executors, TimeProvider clock)
{
    /// <summary>Runs until the command is finished, the steps are used up or the time is over.</summary>
    /// <returns>The approval afterwards.</returns>
    public async Task<Approval> RunAsync(Stored<Approval> stored, int steps, TimeSpan time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var executor = executors.Single(each => each.Kind == stored.Value.Kind);
        var until = clock.GetUtcNow() + time;
        for (var step = 0; step < steps && stored.Value.Status == ApprovalStatus.Approved && clock.GetUtcNow() < until; step++)
        {
            var progress = await executor.StepAsync(stored.Value, cancellationToken);
            if (progress == stored.Value.Progress)
            {
                // The command is waiting for something; the next run checks again.
                break;
            }

            var after = stored.Value with
            {
                Progress = progress,
                Status = progress.Finished ? ApprovalStatus.Finished : ApprovalStatus.Approved,
            };

            // Another run may have been faster; its progress then counts and is at least as far.
            stored = await approvals.ReplaceAsync(stored, after, cancellationToken)
                ?? await approvals.FindAsync(after.Id, cancellationToken)
                ?? throw new DependencyUnavailableException("contention");
        }

        return stored.Value;
    }
}
