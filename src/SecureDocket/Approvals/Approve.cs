namespace SecureDocket.Approvals;

/// <summary>Approves what another administrator asked for, and begins to carry it out.</summary>
public sealed class Approve(ApprovalStore approvals, ApprovalRuns runs, IEnumerable<IApprovalExecutor> executors, TimeProvider clock)
{
    private const int AttemptLimit = 8;
    private const int Steps = 10;

    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(6);

    /// <summary>Approves, once however often it is repeated; what it does not come to is left to <see cref="ContinueApprovals"/>.</summary>
    /// <param name="id">The approval.</param>
    /// <param name="actor">Who approves.</param>
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
            var decision = Decide(stored.Approval.AsOf(now), actor, now);
            if (decision.IsRefused)
            {
                return decision;
            }

            if (stored.Approval.Status == ApprovalStatus.Pending
                && await executors.Single(each => each.Kind == stored.Approval.Kind).CheckAsync(stored.Approval, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            var approved = decision.Value == stored.Approval ? stored : await approvals.ReplaceAsync(stored, decision.Value, cancellationToken);
            if (approved is not null)
            {
                return await runs.RunAsync(approved, Steps, s_time, cancellationToken);
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private static Result<Approval> Decide(Approval approval, Actor actor, DateTimeOffset now) => approval.Status switch
    {
        _ when approval.RequestedBy.Id == actor.Id => new Refusal("four-eyes", "You asked for this yourself: another administrator must approve it."),
        ApprovalStatus.Pending => approval with { Status = ApprovalStatus.Approved, ApprovedBy = actor, ApprovedAt = now },
        ApprovalStatus.Expired => new Refusal("approval-expired", "Nobody approved this within an hour; ask again."),
        _ when approval.ApprovedBy!.Id == actor.Id => approval,
        _ => new Refusal("approval-status", $"This is {approval.Status}: another administrator approved it."),
    };
}
