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
        var from = progress.Done + progress.Waiting.Count;
        return from < approval.Cards
            ? await RevokeAsync(approval, Enumerable.Range(from, Math.Min(CardsPerStep, approval.Cards - from)).ToList(), cancellationToken)
            : await RetryAsync(approval, cancellationToken);
    }

    /// <summary>Looks again for the cards whose dockets could not be read, until some can be; the same progress if none can.</summary>
    private async Task<ApprovalProgress> RetryAsync(Approval approval, CancellationToken cancellationToken)
    {
        foreach (var some in approval.Progress.Waiting.GroupBy(position => position / CardsPerStep))
        {
            var after = await RevokeAsync(approval, [.. some], cancellationToken);
            if (after.Done > approval.Progress.Done)
            {
                return after;
            }
        }

        return approval.Progress;
    }

    /// <param name="approval">The approval.</param>
    /// <param name="positions">The positions of the cards, in order, within <see cref="CardsPerStep"/>.</param>
    /// <param name="cancellationToken">Cancels the call; the next one repeats it.</param>
    private async Task<ApprovalProgress> RevokeAsync(Approval approval, List<int> positions, CancellationToken cancellationToken)
    {
        var progress = approval.Progress;
        var range = await approvals.CardsAsync(approval.Id, positions[0], positions[^1] - positions[0] + 1, cancellationToken);
        var cards = positions.Select(position => range[position - positions[0]]).ToList();
        var outcomes = await revocations.RevokeAsync(
            cards, approval.Reason, approval.ApprovedBy!, approval.RequestedBy, new OperationId(approval.Operation), cancellationToken);
        List<int> unread = [.. positions.Where((_, at) => outcomes[at].Outcome == RevocationOutcome.Unread)];
        var done = progress.Done + cards.Count - unread.Count;
        return progress with
        {
            Done = done,
            Revoked = progress.Revoked + outcomes.Count(card => card.Outcome == RevocationOutcome.Revoked),
            Already = progress.Already + outcomes.Count(card => card.Outcome == RevocationOutcome.Already),
            Refused = progress.Refused + outcomes.Count(card => card.Outcome == RevocationOutcome.Refused),
            Unknown = progress.Unknown + outcomes.Count(card => card.Outcome == RevocationOutcome.Unknown),
            Unread = progress.Waiting.Except(positions).Concat(unread).Order().ToList() is { Count: > 0 } waiting ? waiting : null,
            Finished = done == approval.Cards,
        };
    }
}
