using System.Globalization;
using System.Text.Json;
using SecureDocket.Cards;
using SecureDocket.Storage;

namespace SecureDocket.StatusLists;

/// <summary>Hints that a card's entry in its status list may be about to change: written before the docket, followed by whoever publishes the lists.</summary>
public sealed class StatusChanges(ITables tables, TimeProvider clock)
{
    // One partition, so that an idle publisher asks once, however many lists there are.
    private const string Partition = "pending";
    private const string Rebuild = "rebuild";

    // What one run looks at; the rest waits for the next.
    private const int ReadLimit = 50_000;

    /// <summary>Notes that <paramref name="operation"/> is about to change the status of a card. One request.</summary>
    public Task NoteAsync(CardholderId id, Card card, OperationId operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(card);
        return PutAsync(
            string.Create(CultureInfo.InvariantCulture, $"{card.StatusList}|{card.StatusIndex:D7}"),
            new(clock.GetUtcNow()) { CardholderId = id, Card = card.Number, Operation = operation.Value },
            cancellationToken);
    }

    /// <summary>Asks for a list to be built anew from the dockets. One request.</summary>
    public Task AskToRebuildAsync(string list, CancellationToken cancellationToken) =>
        PutAsync($"{list}|{Rebuild}", new(clock.GetUtcNow()), cancellationToken);

    /// <summary>What waits to be published, by list. One request per thousand.</summary>
    internal async Task<ILookup<string, StatusHint>> PendingAsync(CancellationToken cancellationToken) =>
        (await tables.RangeAsync(TableNames.StatusChanges, Partition, "", "~", ReadLimit, cancellationToken))
        .Select(row => new StatusHint(row.Key, row.Version, JsonSerializer.Deserialize(row.Json, StatusListsJson.Rows.StatusChangeRow)!))
        .ToLookup(hint => hint.List, StringComparer.Ordinal);

    /// <summary>Drops hints that have been followed; one that was noted anew meanwhile stays.</summary>
    internal async Task DropAsync(IReadOnlyCollection<StatusHint> hints, CancellationToken cancellationToken)
    {
        foreach (var batch in hints.Select(hint => RowWrite.Delete(hint.Key, hint.Version)).Chunk(StorageLimits.Writes))
        {
            if (await tables.CommitAsync(TableNames.StatusChanges, Partition, batch, cancellationToken) is null)
            {
                // One of them has changed: the others go alone.
                foreach (var write in batch)
                {
                    await tables.CommitAsync(TableNames.StatusChanges, Partition, [write], cancellationToken);
                }
            }
        }
    }

    private async Task PutAsync(string key, StatusChangeRow row, CancellationToken cancellationToken) => await tables.CommitAsync(
        TableNames.StatusChanges, Partition, [RowWrite.Put(key, JsonSerializer.Serialize(row, StatusListsJson.Rows.StatusChangeRow))], cancellationToken);
}

/// <summary>A hint as it waits.</summary>
internal sealed record StatusHint(string Key, string Version, StatusChangeRow Row)
{
    public string List => Key[..Key.IndexOf('|', StringComparison.Ordinal)];
}

/// <summary>A hint to follow.</summary>
/// <param name="At">When it was noted.</param>
internal sealed record StatusChangeRow(DateTimeOffset At)
{
    /// <summary>The docket that tells the truth; null to ask all of them.</summary>
    public CardholderId? CardholderId { get; init; }

    /// <summary>The card.</summary>
    public CardNumber? Card { get; init; }

    /// <summary>What is about to change it: once the card names it, the change has happened.</summary>
    public string? Operation { get; init; }
}
