using NodaTime;
using NodaTime.Text;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.CheckIns;

/// <summary>Hints from an office to the work that its people make, oldest first. They are written before the docket, and every reader confirms them against it.</summary>
/// <remarks>Each item has a hint of its own, which nothing overwrites. Whoever reads one that the docket no longer confirms deletes it.</remarks>
public sealed class OfficeWork(ITables tables)
{
    private const string Prefix = "work|";

    // The character after '9'; every hint begins with a digit.
    private const string End = ":";
    private const int RowsPerRead = 1000;

    private static readonly InstantPattern s_since = InstantPattern.CreateWithInvariantCulture("uuuuMMddHHmmss");

    private readonly RowTable<OfficeWorkRow> _hints = new(tables, TableNames.OfficeDays, CheckInsJson.Rows.OfficeWorkRow);

    /// <summary>Writes the hints to the work of a docket that is about to be recorded. One request for each item.</summary>
    /// <param name="docket">The docket as it will be.</param>
    /// <param name="docketVersion">The version that it will have.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the call; a hint without its commit leads nowhere.</param>
    public async Task AddAsync(Docket docket, long docketVersion, Instant now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(docket);
        var id = docket.Cardholder.Id;
        foreach (var item in WorkItem.Of(docket, now))
        {
            await _hints.PutAsync(Prefix + item.OfficeId, KeyOf(id, item), new(id, docketVersion), cancellationToken);
        }
    }

    /// <summary>Whether a hint leads to an item.</summary>
    internal static bool Confirms(Stored<OfficeWorkRow> hint, WorkItem item) => hint.Key == KeyOf(hint.Value.CardholderId, item);

    /// <summary>The hints of an office. One request.</summary>
    internal Task<IReadOnlyList<Stored<OfficeWorkRow>>> ReadAsync(string officeId, string from, int take, CancellationToken cancellationToken) =>
        _hints.RangeAsync(Prefix + officeId, from, End, take, cancellationToken);

    /// <summary>Deletes a hint that its docket, read after the hint and at its version or a later one, does not confirm. A hint that was written again meanwhile stays. One request.</summary>
    internal Task DropAsync(string officeId, Stored<OfficeWorkRow> hint, CancellationToken cancellationToken) =>
        _hints.DeleteAsync(Prefix + officeId, hint.Key, hint.Version, cancellationToken);

    /// <summary>Deletes an office's hints to a docket that is being erased. One request per thousand hints of the office, and one for each deleted.</summary>
    internal async Task DropAsync(string officeId, CardholderId id, CancellationToken cancellationToken)
    {
        var from = "";
        for (var isMore = true; isMore;)
        {
            var rows = await ReadAsync(officeId, from, RowsPerRead, cancellationToken);
            foreach (var row in rows.Where(row => row.Value.CardholderId == id))
            {
                await DropAsync(officeId, row, cancellationToken);
            }

            isMore = rows.Count == RowsPerRead;
            from = isMore ? rows[^1].Key + " " : from;
        }
    }

    private static string KeyOf(CardholderId id, WorkItem item) => $"{s_since.Format(item.Since)}|{item.Kind}|{id}|{item.CheckInId}";
}

/// <summary>The target of a hint to work.</summary>
/// <param name="CardholderId">The docket, which is authoritative.</param>
/// <param name="Version">The docket's version with which it was written.</param>
internal sealed record OfficeWorkRow(CardholderId CardholderId, long Version);
