namespace SecureDocket.Approvals;

/// <summary>Approves another administrator's request and starts to carry it out.</summary>
public sealed class Approve(ApprovalStore approvals, ApprovalRuns runs, IEnumerable<IApprovalExecutor> executors, TimeProvider clock)
{
    private const int AttemptLimit = 8;
    private const int Steps = 10;

    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(6);

    /// <summary>Approves the request; retries have no further effect. <see cref="ContinueApprovals"/> completes what this call does not.</summary>
    /// <param name="id">The approval.</param>
    /// <param name="actor">The approver.</param>
    /// <param name="cancellationToken">Cancels the run; the approval stands.</param>
    public async Task<Result<Approval>> ExecuteAsync(string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await approvals.FindAsync(id, cancellationToken) is not { } stored)
            {
                return Refusals.NoSuchApproval;
            }

            var now = clock.GetUtcNow();
            var decision = Decide(stored.Value.AsOf(now), actor, now);
            if (decision.IsRefused)
            {
                return decision;
            }

            if (stored.Value.Status == ApprovalStatus.Pending
                && await executors.Single(each => each.Kind == stored.Value.Kind).CheckAsync(stored.Value, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            var approved = decision.Value == stored.Value ? stored : await approvals.ReplaceAsync(stored, decision.Value, cancellationToken);
            if (approved is not null)
            {
                return await runs.RunAsync(approved, Steps, s_time, cancellationToken);
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private static Result<Approval> Decide(Approval approval, Actor actor, DateTimeOffset now) => approval.Status switch
    {
        _ when approval.RequestedBy.Id == actor.Id => ApprovalsRefusals.OwnRequest,
        ApprovalStatus.Pending => approval with { Status = ApprovalStatus.Approved, ApprovedBy = actor, ApprovedAt = now },
        ApprovalStatus.Expired => ApprovalsRefusals.Expired,
        _ when approval.ApprovedBy!.Id == actor.Id => approval,
        _ => ApprovalsRefusals.Status(approval.Status),
    };
}
