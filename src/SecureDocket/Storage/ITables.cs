namespace SecureDocket.Storage;

/// <summary>The port to a partitioned table store. Rows of one partition commit together or not at all.</summary>
/// <remarks>
/// Every member throws <see cref="DependencyUnavailableException"/> when the store cannot be reached or does not respond
/// in time. After a failed <see cref="CommitAsync"/> the outcome is unknown: it may have happened. A missing table is a
/// deployment defect: every member fails, and none treats it as empty.
/// </remarks>
public interface ITables
{
    /// <summary>Reads one row; null if there is none. One request.</summary>
    Task<Row?> FindAsync(string table, RowKey key, CancellationToken cancellationToken);

    /// <summary>Reads a partition's rows with <paramref name="from"/> ≤ key &lt; <paramref name="to"/> in ordinal key order. One request per thousand rows.</summary>
    /// <param name="table">One of <see cref="TableNames"/>.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="from">The first key, inclusive; empty for the start.</param>
    /// <param name="to">The last key, exclusive.</param>
    /// <param name="take">The maximum number of rows.</param>
    Task<IReadOnlyList<Row>> RangeAsync(
        string table, string partition, string from, string to, int take, CancellationToken cancellationToken);

    /// <summary>
    /// Reads one page of the rows of all partitions with <paramref name="from"/> ≤ key &lt; <paramref name="to"/>, in no particular order.
    /// One request.
    /// </summary>
    /// <remarks>
    /// The store reads its whole table for this, so the cost grows with the table and not with the result. It is for rebuilds and
    /// nightly bookkeeping only, never to answer a caller. A row that is neither written nor deleted in the meantime is returned once;
    /// one that is may be missed.
    /// </remarks>
    /// <param name="table">One of <see cref="TableNames"/>.</param>
    /// <param name="from">The first key, inclusive; empty for the start.</param>
    /// <param name="to">The last key, exclusive.</param>
    /// <param name="continuation">The <see cref="ScanPage.Next"/> of the previous page, read with the same bounds; null for the first.</param>
    Task<ScanPage> ScanAsync(string table, string from, string to, string? continuation, CancellationToken cancellationToken);

    /// <summary>Like the other scan, but only for rows written since a moment. One request.</summary>
    /// <remarks>
    /// It returns every row written at or after <paramref name="since"/> by the store's own clock, and may return older ones too,
    /// which the caller must tolerate. It reduces the transfer, not what the store reads.
    /// </remarks>
    /// <param name="table">One of <see cref="TableNames"/>.</param>
    /// <param name="from">The first key, inclusive; empty for the start.</param>
    /// <param name="to">The last key, exclusive.</param>
    /// <param name="since">The moment.</param>
    /// <param name="continuation">The <see cref="ScanPage.Next"/> of the previous page, read with the same bounds; null for the first.</param>
    Task<ScanPage> ScanSinceAsync(
        string table, string from, string to, DateTimeOffset since, string? continuation, CancellationToken cancellationToken) =>
        ScanAsync(table, from, to, continuation, cancellationToken);

    /// <summary>Commits all <paramref name="writes"/> to one partition, or none. One request.</summary>
    /// <param name="table">One of <see cref="TableNames"/>.</param>
    /// <param name="partition">The partition of all writes.</param>
    /// <param name="writes">1 to 100 writes, at most one per key.</param>
    /// <param name="cancellationToken">Cancels the call; its outcome is then unknown.</param>
    /// <returns>
    /// The new version of each row in the order of <paramref name="writes"/>, empty for a deletion. Null if a row to insert
    /// exists, or a row to replace or delete has another version or is gone; the refused attempt then wrote
    /// nothing. A client library that retries may conflict with its own first attempt, whose response was lost. A caller that
    /// must know reads the rows back.
    /// </returns>
    /// <exception cref="ArgumentException">The writes violate <see cref="StorageLimits"/>; nothing was sent.</exception>
    Task<IReadOnlyList<string>?> CommitAsync(string table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken);
}

/// <summary>A row's address. Keys contain no personal data, and none of <c>/ \ # ?</c> or control characters.</summary>
public readonly record struct RowKey(string Partition, string Key)
{
    /// <summary>The first key after all keys with a prefix that ends with '|'.</summary>
    internal static string After(string prefix) => prefix[..^1] + "}";
}

/// <summary>A stored row.</summary>
/// <param name="Key">The row's key within its partition.</param>
/// <param name="Json">The document, at most 32,000 characters.</param>
/// <param name="Version">The opaque version, for a conditional write.</param>
public sealed record Row(string Key, string Json, string Version)
{
    /// <summary>The encrypted document, of a row that has one instead of <see cref="Json"/>, at most 64 KiB; otherwise empty.</summary>
    public ReadOnlyMemory<byte> Sealed { get; init; }

    /// <summary>The wrapped key of the encrypted document, if it is stored beside it; otherwise empty.</summary>
    public ReadOnlyMemory<byte> WrappedKey { get; init; }
}

/// <summary>One page of a scan.</summary>
/// <param name="Rows">At most a thousand rows. A page may be empty and still have a next one.</param>
/// <param name="Next">Where the next page begins; opaque. Null on the last page.</param>
public sealed record ScanPage(IReadOnlyList<ScannedRow> Rows, string? Next);

/// <summary>A row found by a scan.</summary>
/// <param name="Partition">The row's partition.</param>
/// <param name="Row">The row.</param>
public sealed record ScannedRow(string Partition, Row Row);

/// <summary>One write of a commit.</summary>
/// <param name="Kind">The kind of write.</param>
/// <param name="Key">The row's key within the partition.</param>
/// <param name="Json">The document; empty for a deletion.</param>
/// <param name="Version">
/// The version that the row must have; null for <see cref="RowWriteKind.Insert"/> and <see cref="RowWriteKind.Put"/>, and for an
/// unconditional deletion.
/// </param>
public sealed record RowWrite(RowWriteKind Kind, string Key, string Json, string? Version)
{
    /// <summary>The encrypted document, see <see cref="Row.Sealed"/>; empty for a row with <see cref="Json"/>.</summary>
    public ReadOnlyMemory<byte> Sealed { get; init; }

    /// <summary>The wrapped key to store beside the encrypted document; empty to store none.</summary>
    public ReadOnlyMemory<byte> WrappedKey { get; init; }

    /// <summary>Adds a row that must not exist yet.</summary>
    public static RowWrite Insert(string key, string json) => new(RowWriteKind.Insert, key, json, null);

    /// <summary>Replaces a row that must have <paramref name="version"/>.</summary>
    public static RowWrite Replace(string key, string json, string version) => new(RowWriteKind.Replace, key, json, version);

    /// <summary>Writes a row unconditionally; only safe together with a conditional write in the same commit.</summary>
    public static RowWrite Put(string key, string json) => new(RowWriteKind.Put, key, json, null);

    /// <summary>
    /// Deletes a row that must have <paramref name="version"/>, or any version if that is null: only safe together with a conditional write
    /// in the same commit.
    /// </summary>
    public static RowWrite Delete(string key, string? version) => new(RowWriteKind.Delete, key, "", version);
}

/// <summary>The kinds of <see cref="RowWrite"/>.</summary>
public enum RowWriteKind
{
    /// <summary>The row must not exist yet.</summary>
    Insert,

    /// <summary>The row must have the given version.</summary>
    Replace,

    /// <summary>The row is written unconditionally.</summary>
    Put,

    /// <summary>The row must exist and have the given version, if any; it is deleted.</summary>
    Delete,
}

/// <summary>The tables of the system.</summary>
public static class TableNames
{
    /// <summary>The authoritative data: one partition per docket.</summary>
    public const string Dockets = "dockets";

    /// <summary>Hints from other keys to dockets.</summary>
    public const string Lookups = "lookups";

    /// <summary>Status-list entries in use.</summary>
    public const string StatusIndex = "statusindex";

    /// <summary>Cards whose status-list entry may be about to change.</summary>
    public const string StatusChanges = "statuschanges";

    /// <summary>Issued cards by signing key and expiry.</summary>
    public const string Issued = "issued";

    /// <summary>Public keys, kept as long as a card that they signed may be valid.</summary>
    public const string Keys = "keys";

    /// <summary>Items that wait for a second person: commands, and seals of disclosures.</summary>
    public const string Approvals = "approvals";

    /// <summary>Sites with their card quota, courts and offices.</summary>
    public const string Places = "places";

    /// <summary>Hearings by court and day.</summary>
    public const string CourtDays = "courtdays";

    /// <summary>Check-ins by office and day.</summary>
    public const string OfficeDays = "officedays";

    /// <summary>Reminders by due time.</summary>
    public const string Due = "due";

    /// <summary>Taken appointments, by office and day.</summary>
    public const string Seats = "seats";

    /// <summary>The state of phones: whether they may be texted, and what they were last offered.</summary>
    public const string Phones = "phones";

    /// <summary>The progress of the timers, and the grants of the sender numbers.</summary>
    public const string Watermarks = "watermarks";

    /// <summary>Events that could not be processed, with the reason.</summary>
    public const string Quarantine = "quarantine";

    /// <summary>Credentials and sessions: PINs, paper codes and sessions, all hashed.</summary>
    public const string SignIns = "signins";

    /// <summary>Sign-ins that wait for a code, and the number of attempts.</summary>
    public const string Attempts = "attempts";

    /// <summary>Documents that cardholders downloaded, by day.</summary>
    public const string Downloads = "downloads";

    /// <summary>Partners with their history, and their days: the requests granted in the current minute, and the outcomes.</summary>
    public const string Partners = "partners";

    /// <summary>Devices on which officers verify cards, as last reported.</summary>
    public const string Scanners = "scanners";

    /// <summary>Responses to creating requests.</summary>
    public const string Idempotency = "idempotency";

    /// <summary>What people have to read and answer.</summary>
    public const string Inbox = "inbox";

    /// <summary>The shard keys as the vault wrapped them.</summary>
    public const string ShardKeys = "shardkeys";

    /// <summary>The dockets that were erased.</summary>
    public const string Erasures = "erasures";

    /// <summary>How long records are kept: the rules, and the reports of what they would do.</summary>
    public const string Retention = "retention";

    /// <summary>The searches for people: who searched, for what purpose, and how many were shown.</summary>
    public const string Searches = "searches";

    /// <summary>All tables.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Dockets, Lookups, StatusIndex, StatusChanges, Issued, Keys, Approvals, Places, CourtDays, Due, Seats, Phones, Watermarks, Quarantine,
        SignIns, Attempts, Downloads, Partners, Scanners, Idempotency, Inbox, ShardKeys, Erasures, Retention, OfficeDays, Searches,
    ];
}
