using SecureDocket.Inbox;

namespace SecureDocket.Simulation;

/// <summary>The items of the inbox, with their words.</summary>
internal sealed class InboxRecord
{
    private readonly ILookup<CardholderId, WordedItem> _calls;

    public InboxRecord(SimulatedProcess observer)
    {
        Items = [.. ReadAsync(observer).GetAwaiter().GetResult()];
        _calls = Items.Where(worded => worded.Item.Kind == InboxKind.Call).ToLookup(worded => worded.Item.Cardholder);
    }

    /// <summary>Every item, waiting or done.</summary>
    public IReadOnlyList<WordedItem> Items { get; }

    /// <summary>Whether somebody is to call a person about something.</summary>
    /// <param name="person">The person.</param>
    /// <param name="about">One of these is in the words that are written for the officer.</param>
    public bool AsksToCall(CardholderId person, params string[] about) =>
        _calls[person].Any(worded => Array.Exists(about, what => worded.Words.Contains(what, StringComparison.Ordinal)));

    private static async Task<List<WordedItem>> ReadAsync(SimulatedProcess observer)
    {
        List<WordedItem> items = [];
        foreach (var isDone in new[] { false, true })
        {
            string? next = null;
            do
            {
                var page = (await observer.Inbox.PageAsync(isDone, null, next, default)).Value!;
                foreach (var listed in page.Items)
                    items.Add(new(listed.Id, listed.Item, await observer.Words.FindAsync(listed.Item.Cardholder, listed.Item.Words, default) ?? ""));
                next = page.Next;
            }
            while (next is not null);
        }

        return items;
    }
}

/// <summary>An item with its words.</summary>
internal sealed record WordedItem(string Id, InboxItem Item, string Words)
{
    public override string ToString() => FormattableString.Invariant($"{Item.Kind} {Id} of {Item.At} for {Item.Cardholder} ({Item.State}: {Words})");
}
