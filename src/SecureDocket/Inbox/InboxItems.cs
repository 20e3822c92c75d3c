using SecureDocket.Messages;
using SecureDocket.Storage;

namespace SecureDocket.Inbox;

/// <summary>Stores what people have to read.</summary>
public sealed class InboxItems(ITables tables, KeptWords words)
{
    private const string Open = "open";

    // Far more than people can read.
    private const int Limit = 10_000;

    private static readonly Actor s_actor = Actor.System("Inbox");

    private readonly RowTable<InboxItem> _items = new(tables, TableNames.Inbox, InboxJson.Rows.InboxItem);

    /// <summary>Raises an item once, however often it is asked to. At most three requests.</summary>
    /// <param name="source">What raises it, e.g. the provider's ID of a text; the same source raises nothing again.</param>
    /// <param name="item">The item; its <see cref="InboxItem.Words"/> are the words themselves.</param>
    /// <param name="cancellationToken">Cancels the call; raising it again is safe.</param>
    /// <exception cref="DependencyUnavailableException">The storage failed; raise it again.</exception>
    public async Task RaiseAsync(string source, InboxItem item, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        var key = OperationId.For(s_actor, source).Value;
        if (await _items.FindAsync(Open, key, cancellationToken) is null)
        {
            // Words without an item are deleted like all others.
            var kept = item with { Words = await words.KeepAsync(KeptWords.Inbox, item.Words, cancellationToken) };
            await _items.InsertAsync(Open, key, kept, cancellationToken);
        }
    }

    /// <summary>The items, oldest first. One request per thousand.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed.</exception>
    public async Task<IReadOnlyList<InboxItem>> AllAsync(CancellationToken cancellationToken) =>
        [.. (await _items.RangeAsync(Open, "", "~", Limit, cancellationToken)).Select(row => row.Value).OrderBy(item => item.At)];
}
