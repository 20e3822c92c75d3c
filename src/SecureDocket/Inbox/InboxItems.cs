using NodaTime;
using NodaTime.Text;
using SecureDocket.Messages;
using SecureDocket.Storage;

namespace SecureDocket.Inbox;

/// <summary>Stores what people have to read, by the day on which it came.</summary>
public sealed class InboxItems(ITables tables, KeptWords words)
{
    // Far more than the texts of a day that need a person.
    private const int DayLimit = 10_000;

    private static readonly InstantPattern s_dayPattern = InstantPattern.CreateWithInvariantCulture("uuuuMMdd");
    private static readonly InstantPattern s_timePattern = InstantPattern.CreateWithInvariantCulture("HHmmssfff");

    private readonly RowTable<InboxItem> _items = new(tables, TableNames.Inbox, InboxJson.Rows.InboxItem);

    /// <summary>Raises an item once, however often it is asked to. At most three requests.</summary>
    /// <param name="source">What raises it, e.g. the provider's ID of a text; the same source raises nothing again.</param>
    /// <param name="item">The item; its <see cref="InboxItem.Words"/> are the words themselves.</param>
    /// <param name="cancellationToken">Cancels the call; raising it again is safe.</param>
    /// <exception cref="DependencyUnavailableException">The storage failed; raise it again.</exception>
    public async Task RaiseAsync(string source, InboxItem item, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        var (partition, key) = (s_dayPattern.Format(item.At), $"{s_timePattern.Format(item.At)}|{OperationId.For(s_actor, source).Value}");
        if (await _items.FindAsync(partition, key, cancellationToken) is null)
        {
            // Words without an item are deleted like all others.
            var kept = item with { Words = await words.KeepAsync(KeptWords.Inbox, item.Words, cancellationToken) };
            await _items.InsertAsync(partition, key, kept, cancellationToken);
        }
    }

    /// <summary>The items of a day in UTC, oldest first. One request per thousand.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed.</exception>
    public async Task<IReadOnlyList<InboxItem>> OfDayAsync(Instant day, CancellationToken cancellationToken) =>
        [.. (await _items.RangeAsync(s_dayPattern.Format(day), "", "~", DayLimit, cancellationToken)).Select(row => row.Value)];

    private static readonly Actor s_actor = Actor.System("Inbox");
}
