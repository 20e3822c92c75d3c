using SecureDocket.Approvals;

namespace SecureDocket.Cards;

/// <summary>Carries out an approved revocation of many cards.</summary>
public sealed class BulkRevocation(ApprovalStore approvals, CardRevocations revocations) : IApprovalExecutor
{
    private const int CardsPerStep = 50;

    /// <inheritdoc />
    public string Kind => ApprovalKinds.BulkRevocation;

    /// <inheritdoc />
    public Task<Refusal?> CheckAsync(Approval approval, CancellationToken cancellationToken) => Task.FromResult<Refusal?>(null);

    /// <inheritdoc />
    public async Task<ApprovalProgress> StepAsync(Approval approval, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(approval);
        var progress = approval.Progress;
        var cards = await approvals.CardsAsync(approval.Id, progress.Done, CardsPerStep, cancellationToken);
        var outcomes = await revocations.RevokeAsync(
            cards, approval.Reason, approval.ApprovedBy!, approval.RequestedBy, new OperationId(approval.Operation), cancellationToken);
        return progress with
        {
            Done = progress.Done + cards.Count,
            Revoked = progress.Revoked + outcomes.Count(card => card.Outcome == RevocationOutcome.Revoked),
            Already = progress.Already + outcomes.Count(card => card.Outcome == RevocationOutcome.Already),
            Refused = progress.Refused + outcomes.Count(card => card.Outcome == RevocationOutcome.Refused),
            Unknown = progress.Unknown + outcomes.Count(card => card.Outcome == RevocationOutcome.Unknown),
            Finished = progress.Done + cards.Count == approval.Cards,
        };
    }
}
