using SecureDocket.Credentials;
using SecureDocket.Keys;

namespace SecureDocket.Approvals;

/// <summary>Carries out an approved withdrawal of a key: out of force at once, then counts the cards that went with it.</summary>
public sealed class KeyWithdrawal(KeyRing keys, KeyRegister register, CardsOfKey cards) : IApprovalExecutor
{
    private const int CardsPerStep = 100;

    /// <inheritdoc />
    public string Kind => ApprovalKinds.KeyWithdrawal;

    /// <inheritdoc />
    public async Task<Refusal?> CheckAsync(Approval approval, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(approval);

        // Its successor may have been withdrawn since this was asked for.
        return await keys.HasSuccessorAsync(KeyId.Parse(approval.KeyId!), cancellationToken) ? null : Refusals.NoSuccessor;
    }

    /// <inheritdoc />
    public async Task<ApprovalProgress> StepAsync(Approval approval, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(approval);
        var progress = approval.Progress;
        if (progress.Done == 0)
        {
            var withdrawal = new WithdrawnKey(approval.ApprovedAt!.Value, approval.Reason, approval.RequestedBy, approval.ApprovedBy!);
            if (await register.WithdrawAsync(KeyId.Parse(approval.KeyId!), withdrawal, cancellationToken) != withdrawal)
            {
                // Another approval withdrew the key, and counts its cards.
                return progress with { Finished = true };
            }
        }

        var step = await cards.ReadAsync(approval.KeyId!, progress.Cursor, CardsPerStep, cancellationToken);
        return progress with
        {
            Done = progress.Done + step.Followed,
            Killed = progress.Killed + step.Cards.Count,
            Cursor = step.Next,
            Finished = step.Next is null,
        };
    }
}
