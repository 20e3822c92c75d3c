using SecureDocket.Dockets;
using SecureDocket.Signing;

namespace SecureDocket.Cards;

/// <summary>Records that cards have expired; verification reports it from the moment of expiry anyway.</summary>
/// <remarks>A hint is deleted once its card needs nothing more. A run that dies leaves the rest to the next run.</remarks>
public sealed class ExpireCards(IssuedCards issued, DocketStore dockets, KeyRing keys, TimeProvider clock)
{
    // With one run an hour this keeps up with eight million cards a year.
    private const int RunLimit = 1000;
    private const int PageSize = 1000;

    private static readonly Actor s_actor = Actor.System("ExpireCards");
    private static readonly TimeSpan s_runMayTake = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan s_intentMayHold = TimeSpan.FromDays(1);

    /// <summary>Follows hints to cards past their expiry, up to a limit.</summary>
    /// <returns>The number of hints followed, those to dockets that cannot be read left out.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(started.UtcDateTime);
        var followed = 0;
        foreach (var key in await keys.KeysAsync(cancellationToken))
        {
            string? after = null;
            do
            {
                var hints = await issued.ExpiringBeforeAsync(key.Public.Id.ToString(), today, after, PageSize, cancellationToken);
                foreach (var hint in hints.TakeWhile(_ => followed < RunLimit))
                {
                    followed += await TryAsync(hint, cancellationToken) ? 1 : 0;
                }

                after = hints.Count < PageSize ? null : hints[^1].Key;
            }
            while (after is not null && followed < RunLimit && clock.GetUtcNow() - started < s_runMayTake);
        }

        return followed;
    }

    // A docket that keeps changing, or cannot be read, does not hold up the others: its hint stays for the next run. What cannot be read does not
    // count, so that many such dockets do not use up the runs.
    private async Task<bool> TryAsync(IssuedCard hint, CancellationToken cancellationToken)
    {
        try
        {
            await FollowAsync(hint, cancellationToken);
            return true;
        }
        catch (DependencyUnavailableException failure) when (failure.IsContention || failure.IsOfSomeDockets)
        {
            return failure.IsContention;
        }
    }

    private async Task FollowAsync(IssuedCard hint, CancellationToken cancellationToken)
    {
        var result = await dockets.ChangeAsync(
            hint.CardholderId, docket => Decide(docket, hint), s_actor, OperationId.New(), cancellationToken);

        // An unfinished issue may have written the hint and may still continue.
        if (result.Value?.Cards.FirstOrDefault(card => card.Number == hint.Number) is not { Status: CardStatus.Intended } intended
            || clock.GetUtcNow() - intended.IssuedAt > s_intentMayHold)
        {
            await issued.DropAsync(hint, cancellationToken);
        }
    }

    private Result<DocketChange?> Decide(Docket docket, IssuedCard hint)
    {
        var card = docket.Cards.FirstOrDefault(card => card.Number == hint.Number);
        var now = card?.AsOf(clock.GetUtcNow());
        return now == card ? (DocketChange?)null : new DocketChange("card-expired") { Cards = [now!] };
    }
}
