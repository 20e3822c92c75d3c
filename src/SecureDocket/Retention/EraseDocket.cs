using SecureDocket.Approvals;

namespace SecureDocket.Retention;

/// <summary>Carries out the approved erasure of one docket.</summary>
public sealed class EraseDocket(Erasing erasing) : IApprovalExecutor
{
    /// <inheritdoc />
    public string Kind => ApprovalKinds.Erasure;

    /// <inheritdoc />
    public Task<Refusal?> CheckAsync(Approval approval, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(approval);
        return erasing.RefusalOfAsync(approval.Docket!.Value, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<ApprovalProgress> StepAsync(Approval approval, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(approval);
        ErasureOrder order = new(approval.Reason, null, approval.RequestedBy, approval.ApprovedBy!);
        return await erasing.ExecuteAsync(approval.Docket!.Value, order, cancellationToken) switch
        {
            ErasureOutcome.Erased => approval.Progress with { Finished = true },
            ErasureOutcome.Changed => approval.Progress with { Done = approval.Progress.Done + 1 },
            _ => approval.Progress,
        };
    }
}
