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
            string.Create(CultureInfo.InvariantCulture, $"{search.At.UtcDateTime:yyyyMMdd'T'HHmmssfffffff}|{search.Id}"),
            search,
            cancellationToken);
    }

    /// <summary>The keyed hash under which a search by a value is recorded; another one than that which leads to a docket.</summary>
    public string KeyOf(SearchKey key) => hash.KeyOf("search", $"{key.Kind}|{key.Value}");
}
