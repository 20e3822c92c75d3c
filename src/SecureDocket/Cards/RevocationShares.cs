using SecureDocket.Storage;

namespace SecureDocket.Cards;

/// <summary>Counts the cards that one person revokes without a second person, across all instances, so that several small requests add up.</summary>
public sealed class RevocationShares(ITables tables, KeyedHash hash, TimeProvider clock)
{
    /// <summary>How long a revocation counts.</summary>
    public static readonly TimeSpan CountsFor = TimeSpan.FromDays(1);

    private const string Key = "revocations";
    private const int AttemptLimit = 8;

    private readonly RowTable<RevocationsRow> _revocations = new(tables, TableNames.Attempts, CardsJson.Rows.RevocationsRow);

    /// <summary>Reserves a share for a command; retries have no further effect. Two requests, and two more for each lost race.</summary>
    /// <param name="actor">The person who revokes.</param>
    /// <param name="cards">The number of cards.</param>
    /// <param name="operation">The operation of the command.</param>
    /// <returns>The number of cards the person has revoked alone within a day, including these; null if these would exceed <see
    /// cref="RevokeCards.AloneLimit"/>.</returns>
    /// <exception cref="DependencyUnavailableException">The storage failed, or the person sends so many requests at once that every race was lost.</exception>
    internal async Task<int?> TakeAsync(Actor actor, int cards, OperationId operation, CancellationToken cancellationToken)
    {
        var partition = hash.KeyOf("revocations", actor.Id);
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var now = clock.GetUtcNow();
            var row = await _revocations.FindAsync(partition, Key, cancellationToken);
            List<RevocationShare> counting = [.. (row?.Value.Commands ?? []).Where(share => now - share.At < CountsFor)];
            var taken = counting.Sum(share => share.Cards);
            if (counting.Exists(share => share.Operation == operation.Value))
            {
                return taken;
            }

            if (taken + cards > RevokeCards.AloneLimit)
            {
                return null;
            }

            counting.Add(new(operation.Value, cards, now));
            if (await _revocations.WriteAsync(partition, Key, row, new(counting), cancellationToken) is not null)
            {
                return taken + cards;
            }
        }

        throw new DependencyUnavailableException("contention");
    }
}

/// <summary>The revocations that one person made alone.</summary>
/// <param name="Commands">The commands of the last day; at most as many as one share has cards.</param>
internal sealed record RevocationsRow(IReadOnlyList<RevocationShare> Commands);

/// <summary>The share of one command.</summary>
/// <param name="Operation">The command's operation.</param>
/// <param name="Cards">The number of cards.</param>
/// <param name="At">When it was first requested.</param>
internal sealed record RevocationShare(string Operation, int Cards, DateTimeOffset At);
