using System.Globalization;
using NodaTime;
using SecureDocket.Storage;

namespace SecureDocket.Documents;

/// <summary>Counts the documents that cardholders downloaded themselves. A row holds only the opaque IDs of a document and an opening.</summary>
public sealed class Downloads(ITables tables, TimeProvider clock)
{
    // Far more than a day has; a day with more is reported as incomplete.
    private const int DayLimit = 100_000;

    // A character after all hexadecimal digits.
    private const string AfterIds = "~";

    /// <summary>Counts an opening on the current day, UTC; the same opening counts once a day. One request.</summary>
    public Task CountAsync(string documentId, OperationId opening, CancellationToken cancellationToken) => tables.CommitAsync(
        TableNames.Downloads, Partition(clock.GetCurrentDate()), [RowWrite.Put($"{documentId}|{opening}", "{}")], cancellationToken);

    /// <summary>The downloads of a day. One request per thousand downloads.</summary>
    public async Task<DownloadDay> OfAsync(LocalDate day, CancellationToken cancellationToken)
    {
        var rows = await tables.RangeAsync(TableNames.Downloads, Partition(day), "", AfterIds, DayLimit, cancellationToken);
        return new(day, rows.Count, rows.Select(row => row.Key.Split('|')[0]).Distinct(StringComparer.Ordinal).Count(), rows.Count < DayLimit);
    }

    private static string Partition(LocalDate day) => day.ToString("uuuuMMdd", CultureInfo.InvariantCulture);
}

/// <summary>A day's downloads.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Count">The number of downloads by cardholders.</param>
/// <param name="Documents">The number of different documents.</param>
/// <param name="IsComplete">Whether all downloads of the day were read.</param>
public sealed record DownloadDay(LocalDate Day, int Count, int Documents, bool IsComplete);
