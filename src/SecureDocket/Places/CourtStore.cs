using SecureDocket.Storage;

namespace SecureDocket.Places;

/// <summary>Reads and writes courts.</summary>
public sealed class CourtStore(ITables tables)
{
    private const int AttemptLimit = 8;
    private const string CourtKey = "court";

    private readonly PlaceIndex _index = new(tables, "courts");
    private readonly RowTable<Court> _courts = new(tables, TableNames.Places, PlacesJson.Rows.Court);

    /// <summary>The court; null if there is none or the ID is invalid. At most one request.</summary>
    public async Task<Court?> FindAsync(string id, CancellationToken cancellationToken) =>
        PlaceRules.IsId(id) ? (await _courts.FindAsync(Partition(id), CourtKey, cancellationToken))?.Value : null;

    /// <summary>A page of the courts by ID, see <see cref="PlaceIndex.PageAsync"/>.</summary>
    public Task<Result<Page<Court>>> PageAsync(string? page, CancellationToken cancellationToken) => _index.PageAsync(page, FindAsync, cancellationToken);

    /// <summary>Registers a court, or replaces all its details but its closures. Three requests.</summary>
    public async Task PutAsync(Court court, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(court);
        await _index.AddAsync(court.Id, cancellationToken);
        if (await ChangeAsync(court.Id, before => court with { Closures = before.Closures }, cancellationToken) is null
            && await _courts.InsertAsync(Partition(court.Id), CourtKey, court, cancellationToken) is null)
        {
            await ChangeAsync(court.Id, before => court with { Closures = before.Closures }, cancellationToken);
        }
    }

    /// <summary>Changes the court as it is at that moment. Two requests.</summary>
    /// <param name="id">The court.</param>
    /// <param name="change">The court afterwards; null to leave it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The court afterwards; null if there is none.</returns>
    internal async Task<Court?> ChangeAsync(string id, Func<Court, Court?> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit && PlaceRules.IsId(id); attempt++)
        {
            if (await _courts.FindAsync(Partition(id), CourtKey, cancellationToken) is not { } stored)
            {
                return null;
            }

            if (change(stored.Value) is not { } after)
            {
                return stored.Value;
            }

            if (await _courts.ReplaceAsync(Partition(id), CourtKey, after, stored.Version, cancellationToken) is not null)
            {
                return after;
            }
        }

        return PlaceRules.IsId(id) ? throw new DependencyUnavailableException("contention") : null;
    }

    private static string Partition(string id) => $"court|{id}";
}
