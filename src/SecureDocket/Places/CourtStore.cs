using SecureDocket.Storage;

namespace SecureDocket.Places;

/// <summary>Reads and writes courts.</summary>
public sealed class CourtStore(ITables tables)
{
    private const string CourtKey = "court";

    private readonly RowTable<Court> _courts = new(tables, TableNames.Places, PlacesJson.Rows.Court);

    /// <summary>The court; null if there is none or the ID is invalid. At most one request.</summary>
    public async Task<Court?> FindAsync(string id, CancellationToken cancellationToken) =>
        PlaceRules.IsId(id) ? (await _courts.FindAsync(Partition(id), CourtKey, cancellationToken))?.Value : null;

    /// <summary>Registers a court, or replaces all its details. One request.</summary>
    public Task PutAsync(Court court, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(court);
        return _courts.PutAsync(Partition(court.Id), CourtKey, court, cancellationToken);
    }

    private static string Partition(string id) => $"court|{id}";
}
