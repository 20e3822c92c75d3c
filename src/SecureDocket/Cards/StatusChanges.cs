using System.Globalization;
using System.Text.Json;
using SecureDocket.Storage;

namespace SecureDocket.Cards;

/// <summary>Hints that a card's entry in its status list may be about to change: written before the docket, followed by whoever publishes the lists.</summary>
public sealed class StatusChanges(ITables tables, TimeProvider clock)
{
    // One partition, so that an idle publisher asks once, however many lists there are.
    internal const string Partition = "pending";

    /// <summary>Notes that <paramref name="operation"/> is about to change the status of a card. One request.</summary>
    public async Task NoteAsync(CardholderId id, Card card, OperationId operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(card);
        var row = new StatusChangeRow(id, card.Number, operation.Value, clock.GetUtcNow());
        var key = string.Create(CultureInfo.InvariantCulture, $"{card.StatusList}|{card.StatusIndex:D7}");
        await tables.CommitAsync(
            TableNames.StatusChanges, Partition, [RowWrite.Put(key, JsonSerializer.Serialize(row, StorageJson.Default.StatusChangeRow))], cancellationToken);
    }
}

/// <summary>A hint to follow.</summary>
/// <param name="CardholderId">The docket that tells the truth.</param>
/// <param name="Card">The card.</param>
/// <param name="Operation">What is about to change it: once the card names it, the change has happened.</param>
/// <param name="At">When it was noted.</param>
internal sealed record StatusChangeRow(CardholderId CardholderId, CardNumber Card, string Operation, DateTimeOffset At);
