using System.Globalization;
using SecureDocket.Cards;
using SecureDocket.Storage;

namespace SecureDocket.StatusLists;

/// <summary>
/// Hints that a card's entry in its status list may be about to change. They are written before the docket and followed by the publisher of
/// the lists.
/// </summary>
public sealed class StatusChanges(ITables tables, TimeProvider clock)
{
    // There is one partition, so that an idle publisher reads once, however many lists there are.
    private const string Partition = "pending";
    private const string Rebuild = "rebuild";

    // The number of hints that one run reads; the rest waits for the next run.
    private const int ReadLimit = 50_000;

    private readonly RowTable<StatusChangeRow> _changes = new(tables, TableNames.StatusChanges, StatusListsJson.Rows.StatusChangeRow);

    /// <summary>Writes a hint that <paramref name="operation"/> is about to change the status of a card. One request.</summary>
    public Task NoteAsync(CardholderId id, Card card, OperationId operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(card);
        return _changes.PutAsync(
            Partition,
            string.Create(CultureInfo.InvariantCulture, $"{card.StatusList}|{card.StatusIndex:D7}"),
            new(clock.GetUtcNow()) { CardholderId = id, Card = card.Number, Operation = operation.Value },
            cancellationToken);
    }

    /// <summary>Requests that a list be rebuilt from the dockets. One request.</summary>
    public Task AskToRebuildAsync(string list, CancellationToken cancellationToken) =>
        _changes.PutAsync(Partition, $"{list}|{Rebuild}", new(clock.GetUtcNow()), cancellationToken);

    /// <summary>The pending hints by list. One request per thousand.</summary>
    internal async Task<ILookup<string, StatusHint>> PendingAsync(CancellationToken cancellationToken) =>
        (await _changes.RangeAsync(Partition, "", "~", ReadLimit, cancellationToken))
        .Select(row => new StatusHint(row.Key, row.Version, row.Value))
        .ToLookup(hint => hint.List, StringComparer.Ordinal);

    /// <summary>Deletes hints that were followed; one rewritten in the meantime stays.</summary>
    internal async Task DropAsync(IReadOnlyCollection<StatusHint> hints, CancellationToken cancellationToken)
    {
        foreach (var batch in hints.Select(hint => RowWrite.Delete(hint.Key, hint.Version)).Chunk(StorageLimits.Writes))
        {
            if (await _changes.CommitAsync(Partition, batch, cancellationToken) is null)
            {
                // One of them has changed, so the others are deleted one by one.
                foreach (var write in batch)
                {
                    await _changes.CommitAsync(Partition, [write], cancellationToken);
                }
            }
        }
    }
}

/// <summary>A pending hint.</summary>
internal sealed record StatusHint(string Key, string Version, StatusChangeRow Row)
{
    public string List => Key[..Key.IndexOf('|', StringComparison.Ordinal)];
}

/// <summary>A hint as stored.</summary>
/// <param name="At">When it was written.</param>
internal sealed record StatusChangeRow(DateTimeOffset At)
{
    /// <summary>The docket, which is authoritative; null to read all dockets.</summary>
    public CardholderId? CardholderId { get; init; }

    /// <summary>The card.</summary>
    public CardNumber? Card { get; init; }

    /// <summary>The operation of the change; once the card names it, the change has been made.</summary>
    public string? Operation { get; init; }
}
