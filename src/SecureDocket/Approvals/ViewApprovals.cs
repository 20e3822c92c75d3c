using SecureDocket.Storage;

namespace SecureDocket.Approvals;

/// <summary>Shows administrators the requested commands and their progress.</summary>
public sealed class ViewApprovals(ApprovalStore approvals, TimeProvider clock)
{
    /// <summary>Shows one approval.</summary>
    public async Task<Result<Approval>> OneAsync(string id, CancellationToken cancellationToken) =>
        await approvals.FindAsync(id, cancellationToken) is { } stored ? stored.Value.AsOf(clock.GetUtcNow()) : Refusals.NoSuchApproval;

    /// <summary>Shows a page of all approvals, oldest first.</summary>
    public async Task<Result<Page<Approval>>> AllAsync(string? page, CancellationToken cancellationToken)
    {
        var result = await approvals.PageAsync(page, cancellationToken);
        return result.IsRefused
            ? result
            : new Page<Approval>([.. result.Value.Items.Select(approval => approval.AsOf(clock.GetUtcNow()))], result.Value.Next);
    }
}
