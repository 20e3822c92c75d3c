using System.Text.Json;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.Storage;

namespace SecureDocket.StatusLists;

/// <summary>Builds status lists from the dockets alone; every published list must be equal to these.</summary>
public sealed class CardStates(DocketTable table, Erasures erasures)
{
    // A limit of a hundred million rows.
    private const int PageLimit = 100_000;

    /// <summary>Reads every card of every docket. The number of requests is proportional to all cards; only for rebuilding and nightly comparison.</summary>
    /// <returns>The states of all cards that can be read.</returns>
    /// <exception cref="DependencyUnavailableException">The storage did not respond, or there were more pages than one run reads.</exception>
    public async Task<RecordedStates> ReadAllAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, StatusList> lists = new(StringComparer.Ordinal);
        var unreadable = 0;
        string? next = null;
        for (var page = 0; page < PageLimit; page++)
        {
            var found = await table.ScanSealedAsync(DocketRows.CardPrefix, DocketRows.CardPrefix + "~", next, cancellationToken);
            foreach (var row in found.Rows)
            {
                if (await ReadAsync(row, cancellationToken) is not { } card)
                {
                    unreadable++;
                }
                else if (card.State != CardState.Valid)
                {
                    Set(lists, card.StatusList, card.StatusIndex, card.State);
                }
            }

            if ((next = found.Next) is null)
            {
                foreach (var card in await erasures.CardsAsync(cancellationToken))
                {
                    Set(lists, card.StatusList, card.StatusIndex, CardState.Revoked);
                }

                return new(lists, unreadable);
            }
        }

        throw new DependencyUnavailableException("tables");
    }

    private static void Set(Dictionary<string, StatusList> lists, string name, int index, CardState state)
    {
        if (!lists.TryGetValue(name, out var list))
        {
            lists.Add(name, list = StatusList.ForCards());
        }

        list[index] = (int)state;
    }

    private async Task<Card?> ReadAsync(ScannedRow row, CancellationToken cancellationToken)
    {
        if (!CardholderId.TryParse(row.Partition, out var id))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize((await table.OpenAsync(id, row.Row, cancellationToken)).Json, DocketsJson.Rows.Card);
        }
        catch (UnreadableException)
        {
            // The alert was raised. One person's damaged row must not keep everybody's lists from being compared.
            return null;
        }
    }
}

/// <summary>The states of the cards on record.</summary>
/// <param name="Lists">The lists with cards out of force; all other lists are zeros.</param>
/// <param name="Unreadable">The number of cards that could not be read, so that a zero may be one of them.</param>
public sealed record RecordedStates(IReadOnlyDictionary<string, StatusList> Lists, int Unreadable)
{
    /// <summary>The list as it must be published.</summary>
    /// <param name="name">The name of the list.</param>
    /// <param name="published">The list as it is published; null if there is none that can be trusted.</param>
    /// <remarks>While a card cannot be read, nothing that is published as out of force becomes valid.</remarks>
    public StatusList Expected(string name, StatusList? published)
    {
        var expected = StatusList.ForCards();
        var recorded = Lists.GetValueOrDefault(name);
        for (var index = 0; index < expected.Count; index++)
        {
            var state = recorded?[index] ?? (int)CardState.Valid;
            expected[index] = state == (int)CardState.Valid && Unreadable > 0 && published is not null ? published[index] : state;
        }

        return expected;
    }
}
