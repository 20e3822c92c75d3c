using SecureDocket.Dockets;
using SecureDocket.Signing;

namespace SecureDocket.Cards;

/// <summary>Records that cards have expired, which verification has said since the moment it was so.</summary>
/// <remarks>A hint is dropped once its card needs nothing more; a run that dies leaves what it did not come to to the next.</remarks>
public sealed class ExpireCards(IssuedCards issued, DocketStore dockets, KeyRing keys, TimeProvider clock)
{
    // A run an hour then keeps up with eight million cards a year.
    private const int RunLimit = 1000;

    private static readonly Actor s_actor = new("System", "ExpireCards");
    private static readonly TimeSpan s_intentMayHold = TimeSpan.FromDays(1);

    /// <summary>Follows hints to cards whose last day has passed, up to a bound.</summary>
    /// <returns>How many it followed; fewer than the bound when it is through.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var followed = 0;
        foreach (var key in await keys.KeysAsync(cancellationToken))
        {
            if (followed == RunLimit)
            {
                break;
            }

            var hints = await issued.ExpiringBeforeAsync(key.Public.Id.ToString(), today, RunLimit - followed, cancellationToken);
            foreach (var hint in hints)
            {
                try
                {
                    await FollowAsync(hint, cancellationToken);
                }
                catch (DependencyUnavailableException failure) when (failure.IsContention)
                {
                    // A docket that others keep changing holds up no other: its hint stays for the next run.
                }
            }

            followed += hints.Count;
        }

        return followed;
    }

    private async Task FollowAsync(IssuedCard hint, CancellationToken cancellationToken)
    {
        var result = await dockets.ChangeAsync(
            hint.CardholderId, docket => Decide(docket, hint), s_actor, OperationId.New(), cancellationToken);

        // An unfinished issue may have written its hint and may yet carry on.
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
