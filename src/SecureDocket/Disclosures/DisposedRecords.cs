using SecureDocket.Storage;

namespace SecureDocket.Disclosures;

/// <summary>Up to when the disclosures of a docket, or the searches, were deleted because a retention rule said so: whoever compares the tables with the archive does not look for them.</summary>
public sealed class DisposedRecords(ITables tables)
{
    private const string Partition = "disposed";

    private readonly RowTable<DisposedRow> _rows = new(tables, TableNames.Retention, DisclosuresJson.Rows.DisposedRow);

    /// <summary>The searches, which are in no docket.</summary>
    public const string Searches = "searches";

    /// <summary>Records it, before the first is deleted. One request.</summary>
    /// <param name="what">The docket, or <see cref="Searches"/>.</param>
    /// <param name="before">The moment before which they were made.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal Task PutAsync(string what, DateTimeOffset before, CancellationToken cancellationToken) =>
        _rows.PutAsync(Partition, KeyOf(what), new(before), cancellationToken);

    /// <summary>The moment before which they were deleted; null if none were. One request.</summary>
    /// <param name="what">The docket, as partitions name it, or <see cref="Searches"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal async Task<DateTimeOffset?> FindAsync(string what, CancellationToken cancellationToken) =>
        (await _rows.FindAsync(Partition, KeyOf(what), cancellationToken))?.Value.Before;

    private static string KeyOf(string what) => $"disposed|{what}";
}

/// <summary>Up to when records were deleted.</summary>
/// <param name="Before">They were made before this.</param>
internal sealed record DisposedRow(DateTimeOffset Before);
