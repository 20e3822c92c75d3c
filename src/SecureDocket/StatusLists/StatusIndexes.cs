using System.Buffers.Binary;
using System.Globalization;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Storage;

namespace SecureDocket.StatusLists;

/// <summary>Allocates status-list entries: each only once, evenly over all lists, in an order that reveals nothing to an observer.</summary>
public sealed class StatusIndexes(ITables tables, KeyedHash hash, CardOptions options)
{
    /// <summary>The number of entries of one list.</summary>
    public const int ListLength = StatusList.CardEntries;

    // With a list half full, 40 misses in a row happen once in a million million times.
    private const int AttemptLimit = 40;

    // No keyed hash is as short.
    private const string OfNoCard = "-";

    private readonly RowTable<StatusIndexRow> _indexes = RowsOf(tables);

    /// <summary>Allocates the entry of a card. The same card always gets the same entry, so that a retried issue wastes none.</summary>
    /// <returns>The entry; null if every list is too full.</returns>
    public async Task<StatusEntry?> AllocateAsync(CardNumber card, CancellationToken cancellationToken)
    {
        var lists = options.StatusLists;
        var first = (int)(BinaryPrimitives.ReadUInt32BigEndian(hash.Of("status-list", card.ToString())) % lists.Count);
        for (var step = 0; step < lists.Count; step++)
        {
            if (await AllocateAsync(lists[(first + step) % lists.Count], card, cancellationToken) is { } entry)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>Restores the entry of a card after the table was lost, so that no other card gets it. One request.</summary>
    internal static Task KeepAsync(ITables tables, KeyedHash hash, StatusEntry entry, CardNumber card, CancellationToken cancellationToken) =>
        RowsOf(tables).InsertAsync(entry.List, KeyOf(entry.Index), new(Owner(hash, card)), cancellationToken);

    /// <summary>Keeps an entry, whose card is not known any more, from every other card. One request.</summary>
    internal static Task KeepAsync(ITables tables, StatusEntry entry, CancellationToken cancellationToken) =>
        RowsOf(tables).InsertAsync(entry.List, KeyOf(entry.Index), new(OfNoCard), cancellationToken);

    private async Task<StatusEntry?> AllocateAsync(string list, CardNumber card, CancellationToken cancellationToken)
    {
        var owner = Owner(hash, card);
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var random = hash.Of("status-index", string.Create(CultureInfo.InvariantCulture, $"{list}|{card}|{attempt}"));
            var index = (int)(BinaryPrimitives.ReadUInt32BigEndian(random) % ListLength);
            var key = KeyOf(index);
            if (await _indexes.InsertAsync(list, key, new(owner), cancellationToken) is not null
                || (await _indexes.FindAsync(list, key, cancellationToken))?.Value.Card == owner)
            {
                return new(list, index);
            }
        }

        return null;
    }

    // The entry outlives the card and its docket, and must not lead to either.
    private static string Owner(KeyedHash hash, CardNumber card) => hash.KeyOf("status-owner", card.ToString());

    private static RowTable<StatusIndexRow> RowsOf(ITables tables) => new(tables, TableNames.StatusIndex, StatusListsJson.Rows.StatusIndexRow);

    private static string KeyOf(int index) => string.Create(CultureInfo.InvariantCulture, $"{index:D7}");
}

/// <summary>A card's entry in the status lists.</summary>
/// <param name="List">The list.</param>
/// <param name="Index">The entry, from 0.</param>
public sealed record StatusEntry(string List, int Index);

/// <summary>An entry in use.</summary>
/// <param name="Card">The keyed hash of its card's number.</param>
internal sealed record StatusIndexRow(string Card);
