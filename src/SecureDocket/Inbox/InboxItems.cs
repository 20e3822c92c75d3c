using NodaTime;
using NodaTime.Text;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Inbox;

/// <summary>The work list: what people have to read, and what became of it.</summary>
/// <remarks>
/// Urgent items that wait lie before the others, each in the order in which they came. One that is answered or closed gets another key in the same transaction, so that
/// the list costs what waits and not what was done.
/// </remarks>
public sealed class InboxItems(ITables tables, KeptWords words)
{
    // Every item is in one partition, also those that nobody has opened.
    private const string Partition = "open";

    // Keys of waiting items begin with a digit or, in rows of before, a hexadecimal one; keys of those done with a character after all of them.
    private const string Urgent = "0-";
    private const string Done = "~";
    private const string End = "~~";

    /// <summary>How often a command that loses a race decides again.</summary>
    internal const int AttemptLimit = 8;

    /// <summary>How long after a claim its answer may be planned. A request has ten seconds.</summary>
    internal static readonly Duration ClaimPlansFor = Duration.FromSeconds(30);

    /// <summary>How long a claimed item cannot be closed, so that none is closed and answered as well; clocks differ by less than what is between.</summary>
    internal static readonly Duration ClaimHoldsFor = Duration.FromMinutes(1);

    // One request. Items of other offices among them are passed over.
    private const int ReadAtOnce = 1000;
    private const int DoneAtOnce = 100;

    private static readonly Actor s_actor = Actor.System("Inbox");
    private static readonly InstantPattern s_time = InstantPattern.CreateWithInvariantCulture("uuuuMMddHHmmssfff");

    private readonly RowTable<InboxItem> _items = new(tables, TableNames.Inbox, InboxJson.Rows.InboxItem);

    /// <summary>Raises an item once, however often it is asked to. At most three requests.</summary>
    /// <param name="source">What raises it, e.g. the provider's ID of a text; the same source at the same time raises nothing again.</param>
    /// <param name="item">The item; its <see cref="InboxItem.Words"/> are the words themselves.</param>
    /// <param name="cancellationToken">Cancels the call; raising it again is safe.</param>
    /// <returns>The item's ID.</returns>
    /// <exception cref="DependencyUnavailableException">The storage failed; raise it again.</exception>
    public async Task<string> RaiseAsync(string source, InboxItem item, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        var id = IdOf(source, item.At, item.IsUrgent);
        if (await _items.FindAsync(Partition, Done + id, cancellationToken) is null)
        {
            // Words without an item are deleted like all others.
            var kept = item with { Words = await words.KeepAsync(item.Cardholder, item.Words, cancellationToken) };
            await _items.InsertAsync(Partition, id, kept, cancellationToken);
        }

        return id;
    }

    /// <summary>Puts more words in the place of an item's, if it still waits. At most six requests, and more for each lost race.</summary>
    /// <param name="source">What raised it.</param>
    /// <param name="at">The time at which it was raised.</param>
    /// <param name="all">All of the words.</param>
    /// <param name="cancellationToken">Cancels the call; repeating it is safe.</param>
    /// <exception cref="DependencyUnavailableException">The storage failed; repeat it.</exception>
    public async Task ContinueAsync(string source, Instant at, string all, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var found = await FindAsync(IdOf(source, at, isUrgent: false), cancellationToken) ?? await FindAsync(IdOf(source, at, isUrgent: true), cancellationToken);
            if (found is not { Value.IsDone: false } stored
                || await ReplaceAsync(stored, stored.Value with { Words = await words.KeepAsync(stored.Value.Cardholder, all, cancellationToken) }, cancellationToken) is not null)
            {
                return;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    /// <summary>
    /// A page of the items of an office and of those without one, the urgent ones first, then oldest first. A page may be short or empty without being the last. One request.
    /// </summary>
    /// <param name="isDone">Whether those answered or closed are listed, rather than those that wait.</param>
    /// <param name="office">The office; null for all.</param>
    /// <param name="page">The page token; null for the first page.</param>
    /// <exception cref="DependencyUnavailableException">The storage failed.</exception>
    public async Task<Result<Page<ListedItem>>> PageAsync(bool isDone, string? office, string? page, CancellationToken cancellationToken)
    {
        if (!PageToken.TryStart(page, isDone ? Done : "", out var from))
        {
            return Refusals.PageToken;
        }

        var rows = await _items.RangeAsync(Partition, from, isDone ? End : Done, ReadAtOnce, cancellationToken);
        var listed = rows.Where(row => office is null || (row.Value.Office ?? office) == office).Take(Page<ListedItem>.Size).ToList();
        var last = listed.Count == Page<ListedItem>.Size ? listed[^1].Key : rows.Count == ReadAtOnce ? rows[^1].Key : null;
        return new Page<ListedItem>(
            [.. listed.Select(row => new ListedItem(row.Key.TrimStart(Done[0]), row.Value))],
            last is null || last == rows[^1].Key && rows.Count < ReadAtOnce ? null : PageToken.Of(last));
    }

    /// <summary>An item; null if there is none. Two requests.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed.</exception>
    internal async Task<Stored<InboxItem>?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!IsId(id))
        {
            return null;
        }

        var waiting = await _items.FindAsync(Partition, id, cancellationToken);
        var done = await _items.FindAsync(Partition, Done + id, cancellationToken);
        if (waiting is not null && done is not null)
        {
            // A rebuild from the archive brought it back.
            await _items.DeleteAsync(Partition, id, waiting.Version, cancellationToken);
        }

        return done ?? waiting;
    }

    /// <summary>Replaces a waiting item if it still has the version that was read. One request.</summary>
    /// <returns>Null if it has another version, possibly from an earlier attempt of this call.</returns>
    internal Task<Stored<InboxItem>?> ReplaceAsync(Stored<InboxItem> before, InboxItem item, CancellationToken cancellationToken) =>
        _items.ReplaceAsync(Partition, before.Key, item, before.Version, cancellationToken);

    /// <summary>Takes a waiting item off the list if it still has the version that was read. One request.</summary>
    /// <returns>False if it has another version, possibly from an earlier attempt of this call.</returns>
    internal async Task<bool> FinishAsync(Stored<InboxItem> before, InboxItem item, CancellationToken cancellationToken) =>
        await _items.CommitAsync(Partition, [RowWrite.Delete(before.Key, before.Version), _items.Put(Done + before.Key, item)], cancellationToken) is not null;

    /// <summary>Some items that are done, urgent ones first. One request.</summary>
    /// <param name="from">Where to continue; null at the beginning.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The items, and where to continue; null at the end.</returns>
    internal async Task<(IReadOnlyList<Stored<InboxItem>> Items, string? Next)> DoneAsync(string? from, CancellationToken cancellationToken)
    {
        var rows = await _items.RangeAsync(Partition, from ?? Done, End, DoneAtOnce, cancellationToken);
        return (rows, rows.Count == DoneAtOnce ? rows[^1].Key + " " : null);
    }

    /// <summary>Deletes an item that is done, and its words before. One request for each of the words, and one.</summary>
    internal async Task DropAsync(Stored<InboxItem> done, CancellationToken cancellationToken)
    {
        foreach (var name in new[] { done.Value.Words, done.Value.Answer?.Words, done.Value.Note?.Words }.Where(name => !string.IsNullOrEmpty(name)))
        {
            await words.DeleteAsync(done.Value.Cardholder, name!, cancellationToken);
        }

        await _items.DeleteAsync(Partition, done.Key, done.Version, cancellationToken);
    }

    /// <summary>Deletes items that were raised before a moment and are done. Requests as <see cref="RowTable{T}.PurgeAsync"/>.</summary>
    internal Task<PurgedRows> PurgeAsync(Instant raisedBefore, CancellationToken cancellationToken) =>
        _items.PurgeAsync(Done, End, item => item.At < raisedBefore, cancellationToken);

    private static string IdOf(string source, Instant at, bool isUrgent) => $"{(isUrgent ? Urgent : "")}{s_time.Format(at)}-{OperationId.For(s_actor, source)}";

    private static bool IsId(string id) => id.Length is > 0 and <= 64 && id.All(character => char.IsAsciiHexDigitLower(character) || character == '-');
}

/// <summary>An item with its ID.</summary>
/// <param name="Id">The ID.</param>
/// <param name="Item">The item.</param>
public sealed record ListedItem(string Id, InboxItem Item);
