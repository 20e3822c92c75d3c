using System.Text.Json;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.Storage;

namespace SecureDocket.StatusLists;

/// <summary>Builds status lists from the dockets alone; every published list must be equal to these.</summary>
public sealed class CardStates(DocketTable table, DocketStore dockets, Erasures erasures)
{
    // A limit of a hundred million rows.
    private const int PageLimit = 100_000;

    /// <summary>Reads every card of every docket. The number of requests is proportional to all cards; only for rebuilding and nightly comparison.</summary>
    /// <param name="published">The lists as they are published. A card that is in force by its own row alone, and not by these, is looked up in its whole docket.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The states of all cards that can be read.</returns>
    /// <exception cref="DependencyUnavailableException">The storage did not respond, or there were more pages than one run reads.</exception>
    public async Task<RecordedStates> ReadAllAsync(IReadOnlyDictionary<string, StatusList> published, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(published);
        Dictionary<string, StatusList> lists = new(StringComparer.Ordinal);
        HashSet<(string List, int Index)> restored = [];
        var unreadable = 0;
        string? next = null;
        for (var page = 0; page < PageLimit; page++)
        {
            var found = await table.ScanSealedAsync(DocketRows.CardPrefix, DocketRows.CardPrefix + "~", next, cancellationToken);
            foreach (var row in found.Rows)
            {
                if (await ReadAsync(row, published, cancellationToken) is not { } card)
                {
                    unreadable++;
                }
                else if (card.State == CardState.Valid && IsOut(card, published))
                {
                    restored.Add((card.StatusList, card.StatusIndex));
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

                return new(lists, restored, unreadable);
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

    private static bool IsOut(Card card, IReadOnlyDictionary<string, StatusList> published) =>
        published.TryGetValue(card.StatusList, out var list) && list[card.StatusIndex] != (int)CardState.Valid;

    private async Task<Card?> ReadAsync(ScannedRow row, IReadOnlyDictionary<string, StatusList> published, CancellationToken cancellationToken)
    {
        if (!CardholderId.TryParse(row.Partition, out var id))
        {
            return null;
        }

        try
        {
            var card = JsonSerializer.Deserialize((await table.OpenAsync(id, row.Row, cancellationToken)).Json, DocketsJson.Rows.Card)!;

            // A row that was put back as it was earlier opens like any other; only the whole docket tells.
            return card.State == CardState.Valid && IsOut(card, published)
                ? (await dockets.LoadAsync(id, cancellationToken))?.Cards.FirstOrDefault(each => each.Number == card.Number)
                : card;
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
/// <param name="Restored">The entries that were published as out of force, and whose docket says that the card is in force again.</param>
/// <param name="Unreadable">The number of cards that could not be read, so that a zero may be one of them.</param>
public sealed record RecordedStates(IReadOnlyDictionary<string, StatusList> Lists, IReadOnlySet<(string List, int Index)> Restored, int Unreadable)
{
    /// <summary>The list as it must be published.</summary>
    /// <param name="name">The name of the list.</param>
    /// <param name="published">The list as it is published; null if there is none that can be trusted.</param>
    /// <remarks>
    /// Nothing that is published as out of force becomes valid, unless its docket says so: the rows of the card, of its docket or of its erasure may be lost,
    /// unreadable, or put back as they were.
    /// </remarks>
    public StatusList Expected(string name, StatusList? published)
    {
        var expected = StatusList.ForCards();
        var recorded = Lists.GetValueOrDefault(name);
        for (var index = 0; index < expected.Count; index++)
        {
            var state = recorded?[index] ?? (int)CardState.Valid;
            expected[index] = state == (int)CardState.Valid && published is not null && !Restored.Contains((name, index)) ? published[index] : state;
        }

        return expected;
    }
}
