using System.Text.Json;
using SecureDocket.Storage;

namespace SecureDocket.Places;

/// <summary>Reads and writes offices.</summary>
public sealed class OfficeStore(ITables tables)
{
    private const string OfficeKey = "office";

    // One row an office, written before the office itself, so that all of them are found.
    private const string Index = "offices";

    // The character after 'Z': every id is of upper-case letters and digits.
    private const string End = "[";

    // Far more than there are; a bound all the same.
    private const int OfficeLimit = 5000;

    /// <summary>The office; null when there is none, or the id is none. One request at most.</summary>
    public async Task<Office?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!PlaceRules.IsId(id))
        {
            return null;
        }

        var row = await tables.FindAsync(TableNames.Places, new(Partition(id), OfficeKey), cancellationToken);
        return row is null ? null : JsonSerializer.Deserialize(row.Json, PlacesJson.Rows.Office);
    }

    /// <summary>The ids of all offices, and of any whose entry was begun and not finished. One request.</summary>
    public async Task<IReadOnlyList<string>> IdsAsync(CancellationToken cancellationToken) =>
        [.. (await tables.RangeAsync(TableNames.Places, Index, "", End, OfficeLimit, cancellationToken)).Select(row => row.Key)];

    /// <summary>Enters an office, or replaces all that is said of one. Two requests.</summary>
    /// <remarks>A check-in that is booked stays booked, whatever the new hours say.</remarks>
    public async Task PutAsync(Office office, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(office);
        await tables.CommitAsync(TableNames.Places, Index, [RowWrite.Put(office.Id, "{}")], cancellationToken);
        var write = RowWrite.Put(OfficeKey, JsonSerializer.Serialize(office, PlacesJson.Rows.Office));
        await tables.CommitAsync(TableNames.Places, Partition(office.Id), [write], cancellationToken);
    }

    private static string Partition(string id) => $"office|{id}";
}
