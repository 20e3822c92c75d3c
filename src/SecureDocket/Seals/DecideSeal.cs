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
            _ when seal.RequestedBy.Id == actor.Id => new Refusal("four-eyes", "You asked for this seal yourself: another administrator must confirm it."),
            SealStatus.Waiting => seal with { ConfirmedBy = actor, ConfirmedAt = now },
            SealStatus.Confirmed when seal.ConfirmedBy!.Id == actor.Id => seal,
            var status => Stands(status),
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
            var status => Stands(status),
        },
        cancellationToken);

    private async Task<Result<Seal>> DecideAsync(string id, Func<Seal, DateTimeOffset, Result<Seal>> decide, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await seals.FindAsync(id, cancellationToken) is not { } stored)
            {
                return new Refusal("no-such-seal", "There is no seal with this id.");
            }

            var decided = decide(stored.Seal, clock.GetUtcNow());
            if (decided.IsRefused || decided.Value == stored.Seal || await seals.ReplaceAsync(stored, decided.Value, cancellationToken))
            {
                return decided;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private static Refusal Stands(SealStatus status) => new("seal-status", status switch
    {
        SealStatus.Confirmed => "Another administrator has confirmed this seal.",
        SealStatus.Declined or SealStatus.Ended => "This seal was ended; the person sees the look.",
        SealStatus.Lapsed => "Nobody confirmed this seal in time; the person sees the look.",
        _ => "This seal's day has come; the person sees the look.",
    });
}
