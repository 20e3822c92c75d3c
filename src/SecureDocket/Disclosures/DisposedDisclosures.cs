using SecureDocket.Storage;

namespace SecureDocket.Disclosures;

/// <summary>Up to when the disclosures of a docket were deleted because a retention rule said so: whoever compares the tables with the archive does not look for them.</summary>
public sealed class DisposedDisclosures(ITables tables)
{
    private const string Partition = "disposed";

    private readonly RowTable<DisposedRow> _rows = new(tables, TableNames.Retention, DisclosuresJson.Rows.DisposedRow);

    /// <summary>Records it, before the first is deleted. One request.</summary>
    internal Task PutAsync(CardholderId id, DateTimeOffset before, CancellationToken cancellationToken) =>
        _rows.PutAsync(Partition, KeyOf(id.ToString()), new(before), cancellationToken);

    /// <summary>The moment before which they were deleted; null if none were. One request.</summary>
    /// <param name="docket">The docket, as partitions name it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal async Task<DateTimeOffset?> FindAsync(string docket, CancellationToken cancellationToken) =>
        (await _rows.FindAsync(Partition, KeyOf(docket), cancellationToken))?.Value.Before;

    private static string KeyOf(string docket) => $"disposed|{docket}";
}

/// <summary>Up to when disclosures were deleted.</summary>
/// <param name="Before">They were made before this.</param>
internal sealed record DisposedRow(DateTimeOffset Before);
