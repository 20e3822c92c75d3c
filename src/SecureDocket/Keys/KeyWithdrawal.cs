using SecureDocket.Approvals;
using SecureDocket.Credentials;
using SecureDocket.Signing;

namespace SecureDocket.Keys;

/// <summary>Carries out an approved withdrawal of a key: it takes effect at once, and then the affected cards are counted.</summary>
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

        // The successor may have been withdrawn since the request.
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
                // The successor was withdrawn in the meantime; the withdrawal is carried out once there is another key.
                return progress;
            }

            if (standing != withdrawal)
            {
                // Another approval withdrew the key and counts its cards.
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

    /// <summary>Withdraws the key while another can replace it.</summary>
    /// <returns>The withdrawal in effect; null if no key can replace this one.</returns>
    private async Task<WithdrawnKey?> WithdrawAsync(KeyId id, WithdrawnKey withdrawal, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await register.FindAsync(id, cancellationToken) is not { } key)
            {
                throw new InvalidOperationException("The key to withdraw is not on record.");
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
