using System.Text.Json;
using SecureDocket.Credentials;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.StatusLists;

/// <summary>Builds status lists from the dockets alone: the truth that every published list must be equal to.</summary>
public sealed class CardStates(ITables tables)
{
    // A hundred million rows; a bound all the same.
    private const int PageLimit = 100_000;

    /// <summary>Reads every card of every docket. Requests in proportion to all of them: for rebuilding and nightly comparison only.</summary>
    /// <returns>The lists that have cards out of force; every other one is all zeros.</returns>
    /// <exception cref="DependencyUnavailableException">The storage gave no answer, or there were more pages than one run reads.</exception>
    public async Task<IReadOnlyDictionary<string, StatusList>> ReadAllAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, StatusList> lists = new(StringComparer.Ordinal);
        string? next = null;
        for (var page = 0; page < PageLimit; page++)
        {
            var found = await tables.ScanAsync(TableNames.Dockets, DocketRows.CardPrefix, DocketRows.CardPrefix + "~", next, cancellationToken);
            foreach (var row in found.Rows)
            {
                var card = JsonSerializer.Deserialize(row.Row.Json, DocketsJson.Rows.Card)!;
                if (card.State != CardState.Valid)
                {
                    if (!lists.TryGetValue(card.StatusList, out var list))
                    {
                        lists.Add(card.StatusList, list = StatusList.ForCards());
                    }

                    list[card.StatusIndex] = (int)card.State;
                }
            }

            if ((next = found.Next) is null)
            {
                return lists;
            }
        }

        throw new DependencyUnavailableException("tables");
    }
}
