namespace SecureDocket.Seals;

/// <summary>Lets an administrator decide about an officer's seal.</summary>
public sealed class DecideSeal(SealStore seals, TimeProvider clock)
{
    private const int AttemptLimit = 8;

    /// <summary>Confirms a waiting seal, which then holds until its end date; retries have no further effect. Two requests.</summary>
    /// <param name="id">The seal.</param>
    /// <param name="actor">The administrator, who must not be the requester.</param>
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

    /// <summary>
    /// Declines a waiting seal, or ends a confirmed one, so that the person can see the disclosure from now on; retries have no further
    /// effect. Two requests.
    /// </summary>
    /// <param name="id">The seal.</param>
    /// <param name="actor">Who ends it; the requester may withdraw it.</param>
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

            var decided = decide(stored.Value, clock.GetUtcNow());
            if (decided.IsRefused || decided.Value == stored.Value || await seals.ReplaceAsync(stored, decided.Value, cancellationToken))
            {
                return decided;
            }
        }

        throw new DependencyUnavailableException("contention");
    }
}
