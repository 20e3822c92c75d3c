namespace SecureDocket.Seals;

/// <summary>Lets an administrator say whether an officer's seal holds.</summary>
public sealed class DecideSeal(SealStore seals, TimeProvider clock)
{
    private const int AttemptLimit = 8;

    /// <summary>Confirms a seal that waits, once however often it is repeated: it holds until its day. Two requests.</summary>
    /// <param name="id">The seal.</param>
    /// <param name="actor">Who confirms; never whoever asked.</param>
    public Task<Result<Seal>> ConfirmAsync(string id, Actor actor, CancellationToken cancellationToken) => DecideAsync(
        id,
        (seal, now) => seal.StatusAt(now) switch
        {
            _ when seal.RequestedBy.Id == actor.Id => SealsRefusals.OwnSeal,
            SealStatus.Waiting => seal with { ConfirmedBy = actor, ConfirmedAt = now },
            SealStatus.Confirmed when seal.ConfirmedBy!.Id == actor.Id => seal,
            var status => SealsRefusals.Status(status),
        },
        cancellationToken);

    /// <summary>Declines a seal that waits, or ends one that was confirmed, once however often it is repeated: the person sees the look from now on. Two requests.</summary>
    /// <param name="id">The seal.</param>
    /// <param name="actor">Who ends it; whoever asked may take it back.</param>
    public Task<Result<Seal>> EndAsync(string id, Actor actor, CancellationToken cancellationToken) => DecideAsync(
        id,
        (seal, now) => seal.StatusAt(now) switch
        {
            SealStatus.Waiting or SealStatus.Confirmed => seal with { EndedBy = actor, EndedAt = now },
            SealStatus.Declined or SealStatus.Ended when seal.EndedBy!.Id == actor.Id => seal,
            var status => SealsRefusals.Status(status),
        },
        cancellationToken);

    private async Task<Result<Seal>> DecideAsync(string id, Func<Seal, DateTimeOffset, Result<Seal>> decide, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await seals.FindAsync(id, cancellationToken) is not { } stored)
            {
                return SealsRefusals.NoSuchSeal;
            }

            var decided = decide(stored.Seal, clock.GetUtcNow());
            if (decided.IsRefused || decided.Value == stored.Seal || await seals.ReplaceAsync(stored, decided.Value, cancellationToken))
            {
                return decided;
            }
        }

        throw new DependencyUnavailableException("contention");
    }
}
