using System.Text.Json;
using SecureDocket.Credentials;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.StatusLists;

/// <summary>Builds status lists from the dockets alone; every published list must be equal to these.</summary>
public sealed class CardStates(ITables tables)
{
    // A limit of a hundred million rows.
    private const int PageLimit = 100_000;

    /// <summary>Reads every card of every docket. The number of requests is proportional to all cards; only for rebuilding and nightly comparison.</summary>
    /// <returns>The lists with cards out of force; all other lists are zeros.</returns>
    /// <exception cref="DependencyUnavailableException">The storage did not respond, or there were more pages than one run reads.</exception>
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
