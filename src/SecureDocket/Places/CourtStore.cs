using System.Text.Json;
using SecureDocket.Storage;

namespace SecureDocket.Places;

/// <summary>Reads and writes courts.</summary>
public sealed class CourtStore(ITables tables)
{
    private const string CourtKey = "court";

    /// <summary>The court; null if there is none or the ID is invalid. At most one request.</summary>
    public async Task<Court?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!PlaceRules.IsId(id))
        {
            return null;
        }

        var row = await tables.FindAsync(TableNames.Places, new(Partition(id), CourtKey), cancellationToken);
        return row is null ? null : JsonSerializer.Deserialize(row.Json, PlacesJson.Rows.Court);
    }

    /// <summary>Registers a court, or replaces all its details. One request.</summary>
    public Task PutAsync(Court court, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(court);
        var write = RowWrite.Put(CourtKey, JsonSerializer.Serialize(court, PlacesJson.Rows.Court));
        return tables.CommitAsync(TableNames.Places, Partition(court.Id), [write], cancellationToken);
    }

    private static string Partition(string id) => $"court|{id}";
}
