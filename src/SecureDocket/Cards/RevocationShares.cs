using System.Text.Json;
using SecureDocket.Storage;

namespace SecureDocket.Cards;

/// <summary>Counts the cards that one person revokes without another's word, across all instances: what is done in slices adds up.</summary>
public sealed class RevocationShares(ITables tables, KeyedHash hash, TimeProvider clock)
{
    /// <summary>For how long a revocation counts.</summary>
    public static readonly TimeSpan CountsFor = TimeSpan.FromDays(1);

    private const string Key = "revocations";
    private const int AttemptLimit = 8;

    /// <summary>Takes a share for a command, once however often it is repeated. Two requests, and two more for each race that is lost.</summary>
    /// <param name="actor">Who revokes.</param>
    /// <param name="cards">How many cards.</param>
    /// <param name="operation">The command.</param>
    /// <returns>How many cards the person has revoked alone within a day, these included; null when these would be more than <see cref="RevokeCards.AloneLimit"/>.</returns>
    /// <exception cref="DependencyUnavailableException">The store failed, or the person sends so much at once that every race was lost.</exception>
    internal async Task<int?> TakeAsync(Actor actor, int cards, OperationId operation, CancellationToken cancellationToken)
    {
        var partition = hash.KeyOf("revocations", actor.Id);
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var now = clock.GetUtcNow();
            var row = await tables.FindAsync(TableNames.Attempts, new(partition, Key), cancellationToken);
            List<RevocationShare> counting = [.. Read(row).Where(share => now - share.At < CountsFor)];
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
            var json = JsonSerializer.Serialize(new RevocationsRow(counting), CardsJson.Rows.RevocationsRow);
            var write = row is null ? RowWrite.Insert(Key, json) : RowWrite.Replace(Key, json, row.Version);
            if (await tables.CommitAsync(TableNames.Attempts, partition, [write], cancellationToken) is not null)
            {
                return taken + cards;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private static IReadOnlyList<RevocationShare> Read(Row? row) =>
        row is null ? [] : JsonSerializer.Deserialize(row.Json, CardsJson.Rows.RevocationsRow)!.Commands;
}

/// <summary>What one person revoked alone.</summary>
/// <param name="Commands">Each command of the last day: as many as there are cards in a share at most.</param>
internal sealed record RevocationsRow(IReadOnlyList<RevocationShare> Commands);

/// <summary>The cards of one command.</summary>
/// <param name="Operation">The command's operation.</param>
/// <param name="Cards">How many cards.</param>
/// <param name="At">When it was first asked for.</param>
internal sealed record RevocationShare(string Operation, int Cards, DateTimeOffset At);
