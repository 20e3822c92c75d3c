using SecureDocket.Approvals;
using SecureDocket.Credentials;
using SecureDocket.Signing;

namespace SecureDocket.Keys;

/// <summary>Carries out an approved withdrawal of a key: out of force at once, then counts the cards that went with it.</summary>
public sealed class KeyWithdrawal(KeyRing keys, KeyRegister register, CardsOfKey cards) : IApprovalExecutor
{
    private const int CardsPerStep = 100;
    private const int AttemptLimit = 8;

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
            if (await WithdrawAsync(KeyId.Parse(approval.KeyId!), withdrawal, cancellationToken) is not { } standing)
            {
                // Its successor went in between: what was approved is done once there is another.
                return progress;
            }

            if (standing != withdrawal)
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

    /// <summary>Withdraws the key while another stands in for it.</summary>
    /// <returns>The withdrawal that stands; null when no key could take its place.</returns>
    private async Task<WithdrawnKey?> WithdrawAsync(KeyId id, WithdrawnKey withdrawal, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await register.FindAsync(id, cancellationToken) is not { } key)
            {
                throw new InvalidOperationException("A key that is to be withdrawn is on no record.");
            }

            if (key.Withdrawal is { } standing)
            {
                return standing;
            }

            if (await keys.FindStandInsAsync(id, cancellationToken) is not { } standIns)
            {
                return null;
            }

            if (await register.WithdrawAsync(key, withdrawal, standIns, cancellationToken))
            {
                return withdrawal;
            }
        }

        throw new DependencyUnavailableException("contention");
    }
}
