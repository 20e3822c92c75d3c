using System.Globalization;
using NodaTime;
using SecureDocket.Storage;

namespace SecureDocket.Documents;

/// <summary>Counts the documents that cardholders fetched themselves. A row names a document and an opening by opaque ids, and nobody.</summary>
public sealed class Downloads(ITables tables, TimeProvider clock)
{
    // Far more than are made in a day; a day that has more is reported as incomplete.
    private const int DayLimit = 100_000;

    // A character after all of hexadecimal.
    private const string AfterIds = "~";

    /// <summary>Counts an opening on this day, UTC; the same opening counts once a day. One request.</summary>
    public Task CountAsync(string documentId, OperationId opening, CancellationToken cancellationToken) => tables.CommitAsync(
        TableNames.Downloads, Partition(clock.GetCurrentDate()), [RowWrite.Put($"{documentId}|{opening}", "{}")], cancellationToken);

    /// <summary>What was fetched on a day. One request per thousand downloads.</summary>
    public async Task<DownloadDay> OfAsync(LocalDate day, CancellationToken cancellationToken)
    {
        var rows = await tables.RangeAsync(TableNames.Downloads, Partition(day), "", AfterIds, DayLimit, cancellationToken);
        return new(day, rows.Count, rows.Select(row => row.Key.Split('|')[0]).Distinct(StringComparer.Ordinal).Count(), rows.Count < DayLimit);
    }

    private static string Partition(LocalDate day) => day.ToString("uuuuMMdd", CultureInfo.InvariantCulture);
}

/// <summary>A day's downloads.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Count">How often a cardholder fetched a document.</param>
/// <param name="Documents">How many documents those were.</param>
/// <param name="IsComplete">Whether all of the day's were read.</param>
public sealed record DownloadDay(LocalDate Day, int Count, int Documents, bool IsComplete);
