namespace SecureDocket.Storage;

/// <summary>The port to a partitioned table store. Rows of one partition commit together or not at all.</summary>
/// <remarks>
/// Every member throws <see cref="DependencyUnavailableException"/> when the store cannot be reached or does not answer
/// in time. After a failed <see cref="CommitAsync"/> the outcome is unknown: it may have happened. A table that does not
/// exist is a defect of the deployment: every member fails, none takes it for an empty one.
/// </remarks>
public interface ITables
{
    /// <summary>Reads one row; null when there is none. One request.</summary>
    Task<Row?> FindAsync(string table, RowKey key, CancellationToken cancellationToken);

    /// <summary>Reads a partition's rows with <paramref name="from"/> ≤ key &lt; <paramref name="to"/> in ordinal key order. One request per thousand rows.</summary>
    /// <param name="table">One of <see cref="TableNames"/>.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="from">The first key, inclusive; empty for the start.</param>
    /// <param name="to">The key to stop before.</param>
    /// <param name="take">The most rows to give.</param>
    Task<IReadOnlyList<Row>> RangeAsync(
        string table, string partition, string from, string to, int take, CancellationToken cancellationToken);

    /// <summary>Reads one page of the rows of all partitions with <paramref name="from"/> ≤ key &lt; <paramref name="to"/>, in no promised order. One request.</summary>
    /// <remarks>
    /// The store reads its whole table for it, so the cost grows with the table and not with what is found: for rebuilds and
    /// nightly bookkeeping only, never to answer a caller. A row that is neither written nor removed meanwhile is given once;
    /// one that is may be missed.
    /// </remarks>
    /// <param name="table">One of <see cref="TableNames"/>.</param>
    /// <param name="from">The first key, inclusive; empty for the start.</param>
    /// <param name="to">The key to stop before.</param>
    /// <param name="continuation"><see cref="ScanPage.Next"/> of the page before, read with the same bounds; null for the first.</param>
    Task<ScanPage> ScanAsync(string table, string from, string to, string? continuation, CancellationToken cancellationToken);

    /// <summary>As the other scan, but only of what was written since a moment. One request.</summary>
    /// <remarks>
    /// Gives every row written at or after <paramref name="since"/> by the store's own clock, and may give older ones too: who
    /// asks must bear them. It narrows what travels, not what the store reads.
    /// </remarks>
    /// <param name="table">One of <see cref="TableNames"/>.</param>
    /// <param name="from">The first key, inclusive; empty for the start.</param>
    /// <param name="to">The key to stop before.</param>
    /// <param name="since">The moment.</param>
    /// <param name="continuation"><see cref="ScanPage.Next"/> of the page before, read with the same bounds; null for the first.</param>
    Task<ScanPage> ScanSinceAsync(
        string table, string from, string to, DateTimeOffset since, string? continuation, CancellationToken cancellationToken) =>
        ScanAsync(table, from, to, continuation, cancellationToken);

    /// <summary>Commits all <paramref name="writes"/> to one partition, or none. One request.</summary>
    /// <param name="table">One of <see cref="TableNames"/>.</param>
    /// <param name="partition">The partition that every write is for.</param>
    /// <param name="writes">1 to 100 writes, at most one for a key.</param>
    /// <param name="cancellationToken">Cancels the call; its outcome is then unknown.</param>
    /// <returns>
    /// The new version of each row in the order of <paramref name="writes"/>, empty for a deletion. Null when a row to insert
    /// exists, or a row to replace or delete has another version or is gone; nothing was then written by the try that was
    /// refused. A store's client that tries again by itself may meet its own first try, whose answer was lost: who must
    /// know reads back.
    /// </returns>
    /// <exception cref="ArgumentException">The writes break <see cref="StorageLimits"/>; nothing was sent.</exception>
    Task<IReadOnlyList<string>?> CommitAsync(string table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken);
}

/// <summary>A row's address. Keys hold no personal data and none of <c>/ \ # ?</c> or control characters.</summary>
public readonly record struct RowKey(string Partition, string Key);

/// <summary>A stored row.</summary>
/// <param name="Key">The row's key within its partition.</param>
/// <param name="Json">The document, at most 32,000 characters.</param>
/// <param name="Version">What a conditional write must name; opaque.</param>
public sealed record Row(string Key, string Json, string Version);

/// <summary>One page of a scan.</summary>
/// <param name="Rows">At most a thousand rows. A page may be empty and still have a next one.</param>
/// <param name="Next">Where the next page begins; opaque. Null on the last page.</param>
public sealed record ScanPage(IReadOnlyList<ScannedRow> Rows, string? Next);

/// <summary>A row found by a scan.</summary>
/// <param name="Partition">The row's partition.</param>
/// <param name="Row">The row.</param>
public sealed record ScannedRow(string Partition, Row Row);

/// <summary>One write of a commit.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Key">The row's key within the partition.</param>
/// <param name="Json">The document; empty for a deletion.</param>
/// <param name="Version">The version that the row must have; null for <see cref="RowWriteKind.Insert"/> and <see cref="RowWriteKind.Put"/>, and for a deletion of whatever is there.</param>
public sealed record RowWrite(RowWriteKind Kind, string Key, string Json, string? Version)
{
    /// <summary>Adds a row that must not exist.</summary>
    public static RowWrite Insert(string key, string json) => new(RowWriteKind.Insert, key, json, null);

    /// <summary>Replaces a row that must have <paramref name="version"/>.</summary>
    public static RowWrite Replace(string key, string json, string version) => new(RowWriteKind.Replace, key, json, version);

    /// <summary>Writes a row whatever is there; only safe beside a conditional write of the same commit.</summary>
    public static RowWrite Put(string key, string json) => new(RowWriteKind.Put, key, json, null);

    /// <summary>Removes a row that must have <paramref name="version"/>, or any version when that is null: only safe beside a conditional write of the same commit.</summary>
    public static RowWrite Delete(string key, string? version) => new(RowWriteKind.Delete, key, "", version);
}

/// <summary>The kinds of <see cref="RowWrite"/>.</summary>
public enum RowWriteKind
{
    /// <summary>The row must not exist.</summary>
    Insert,

    /// <summary>The row must have the named version.</summary>
    Replace,

    /// <summary>Unconditional.</summary>
    Put,

    /// <summary>The row must be there and have the named version, if one is named, and goes.</summary>
    Delete,
}

/// <summary>The tables of the system.</summary>
public static class TableNames
{
    /// <summary>The truth: one partition a docket.</summary>
    public const string Dockets = "dockets";

    /// <summary>Hints from other keys to dockets.</summary>
    public const string Lookups = "lookups";

    /// <summary>Status-list entries in use.</summary>
    public const string StatusIndex = "statusindex";

    /// <summary>Cards whose status-list entry may be about to change.</summary>
    public const string StatusChanges = "statuschanges";

    /// <summary>Issued cards by signing key and expiry.</summary>
    public const string Issued = "issued";

    /// <summary>Public keys, as long as a card that they signed may be shown.</summary>
    public const string Keys = "keys";

    /// <summary>What waits for a second person: commands, and seals of looks.</summary>
    public const string Approvals = "approvals";

    /// <summary>Sites with their card quota, courts and offices.</summary>
    public const string Places = "places";

    /// <summary>Hearings by court and day.</summary>
    public const string CourtDays = "courtdays";

    /// <summary>Reminders by the time at which they are due.</summary>
    public const string Due = "due";

    /// <summary>Appointments taken, by office and day.</summary>
    public const string Seats = "seats";

    /// <summary>What is known of a phone: whether it may be sent to, and what it was last asked.</summary>
    public const string Phones = "phones";

    /// <summary>How far the timers have come, and what the sender numbers have sent.</summary>
    public const string Watermarks = "watermarks";

    /// <summary>Events that could not be read, with the reason.</summary>
    public const string Quarantine = "quarantine";

    /// <summary>What people sign in with, and who is signed in: PINs, codes on paper and sessions, all hashed.</summary>
    public const string SignIns = "signins";

    /// <summary>Sign-ins that wait for a code, and how often was tried.</summary>
    public const string Attempts = "attempts";

    /// <summary>Documents that cardholders fetched themselves, by day.</summary>
    public const string Downloads = "downloads";

    /// <summary>Partners with their history, and their days: what they may still ask in the present minute, and what came of it.</summary>
    public const string Partners = "partners";

    /// <summary>Devices on which officers check cards, as they last reported.</summary>
    public const string Scanners = "scanners";

    /// <summary>Answers given to creating requests.</summary>
    public const string Idempotency = "idempotency";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Dockets, Lookups, StatusIndex, StatusChanges, Issued, Keys, Approvals, Places, CourtDays, Due, Seats, Phones, Watermarks, Quarantine,
        SignIns, Attempts, Downloads, Partners, Scanners, Idempotency,
    ];
}
