using System.Text.Json;
using SecureDocket.Storage;

namespace SecureDocket.Places;

/// <summary>Reads and writes offices.</summary>
public sealed class OfficeStore(ITables tables)
{
    private const string OfficeKey = "office";

    // One row per office, written before the office itself, so that every office is found.
    private const string Index = "offices";

    // The character after 'Z'; IDs consist of upper-case letters and digits.
    private const string End = "[";

    // A limit far above the real number of offices.
    private const int OfficeLimit = 5000;

    /// <summary>The office; null if there is none or the ID is invalid. At most one request.</summary>
    public async Task<Office?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!PlaceRules.IsId(id))
        {
            return null;
        }

        var row = await tables.FindAsync(TableNames.Places, new(Partition(id), OfficeKey), cancellationToken);
        return row is null ? null : JsonSerializer.Deserialize(row.Json, PlacesJson.Rows.Office);
    }

    /// <summary>The IDs of all offices, including those whose registration was begun but not finished. One request.</summary>
    public async Task<IReadOnlyList<string>> IdsAsync(CancellationToken cancellationToken) =>
        [.. (await tables.RangeAsync(TableNames.Places, Index, "", End, OfficeLimit, cancellationToken)).Select(row => row.Key)];

    /// <summary>Registers an office, or replaces all its details. Two requests.</summary>
    /// <remarks>Booked check-ins stay booked, whatever the new hours.</remarks>
    public async Task PutAsync(Office office, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(office);
        await tables.CommitAsync(TableNames.Places, Index, [RowWrite.Put(office.Id, "{}")], cancellationToken);
        var write = RowWrite.Put(OfficeKey, JsonSerializer.Serialize(office, PlacesJson.Rows.Office));
        await tables.CommitAsync(TableNames.Places, Partition(office.Id), [write], cancellationToken);
    }

    private static string Partition(string id) => $"office|{id}";
}
