using System.Globalization;
using SecureDocket.Storage;

namespace SecureDocket.Searches;

/// <summary>Writes the searches, one partition for each month. The archive copies them, so that none can be deleted unnoticed.</summary>
public sealed class SearchLog(ITables tables, KeyedHash hash)
{
    private readonly RowTable<SearchEvent> _events = new(tables, TableNames.Searches, SearchesJson.Rows.SearchEvent);

    /// <summary>Records a search. It must be committed before the answer is sent. One request.</summary>
    public async Task AddAsync(SearchEvent search, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(search);

        // The ID is new: a conflict is an own attempt whose answer was lost.
        await _events.InsertAsync(
            search.At.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture),
            $"{TimeOf(search.At)}|{search.Id}",
            search,
            cancellationToken);
    }

    /// <summary>How many searches were made before a moment. One request per thousand rows of the table.</summary>
    internal async Task<int> CountBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var count = 0;
        string? next = null;
        do
        {
            var (rows, following) = await _events.ScanAsync("", TimeOf(before), next, cancellationToken);
            count += rows.Count;
            next = following;
        }
        while (next is not null);

        return count;
    }

    /// <summary>Deletes searches made before a moment. Requests as <see cref="RowTable{T}.PurgeAsync"/>.</summary>
    internal Task<PurgedRows> DeleteBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        _events.PurgeAsync("", TimeOf(before), _ => true, cancellationToken);

    /// <summary>A key before those of all searches made from a moment on.</summary>
    internal static string TimeOf(DateTimeOffset moment) => string.Create(CultureInfo.InvariantCulture, $"{moment.UtcDateTime:yyyyMMdd'T'HHmmssfffffff}");

    /// <summary>The keyed hash under which a search by a value is recorded; another one than that which leads to a docket.</summary>
    public string KeyOf(SearchKey key) => hash.KeyOf("search", $"{key.Kind}|{key.Value}");
}
