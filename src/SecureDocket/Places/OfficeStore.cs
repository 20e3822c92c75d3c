using SecureDocket.Storage;

namespace SecureDocket.Places;

/// <summary>Reads and writes offices.</summary>
public sealed class OfficeStore(ITables tables)
{
    private const int AttemptLimit = 8;
    private const string OfficeKey = "office";

    private readonly RowTable<Office> _offices = new(tables, TableNames.Places, PlacesJson.Rows.Office);
    private readonly PlaceIndex _index = new(tables, "offices");

    /// <summary>The office; null if there is none or the ID is invalid. At most one request.</summary>
    public async Task<Office?> FindAsync(string id, CancellationToken cancellationToken) =>
        PlaceRules.IsId(id) ? (await _offices.FindAsync(Partition(id), OfficeKey, cancellationToken))?.Value : null;

    /// <summary>The IDs of all offices, including those whose registration was begun but not finished. One request.</summary>
    public Task<IReadOnlyList<string>> IdsAsync(CancellationToken cancellationToken) => _index.AllAsync(cancellationToken);

    /// <summary>A page of the offices by ID, see <see cref="PlaceIndex.PageAsync"/>.</summary>
    public Task<Result<Page<Office>>> PageAsync(string? page, CancellationToken cancellationToken) => _index.PageAsync(page, FindAsync, cancellationToken);

    /// <summary>Registers an office, or replaces all its details but its closures. Three requests.</summary>
    /// <remarks>Booked check-ins stay booked, whatever the new hours.</remarks>
    public async Task PutAsync(Office office, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(office);
        await _index.AddAsync(office.Id, cancellationToken);
        if (await ChangeAsync(office.Id, before => office with { Closures = before.Closures }, cancellationToken) is null
            && await _offices.InsertAsync(Partition(office.Id), OfficeKey, office, cancellationToken) is null)
        {
            await ChangeAsync(office.Id, before => office with { Closures = before.Closures }, cancellationToken);
        }
    }

    /// <summary>Changes the office as it is at that moment. Two requests.</summary>
    /// <param name="id">The office.</param>
    /// <param name="change">The office afterwards; null to leave it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The office afterwards; null if there is none.</returns>
    internal async Task<Office?> ChangeAsync(string id, Func<Office, Office?> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit && PlaceRules.IsId(id); attempt++)
        {
            if (await _offices.FindAsync(Partition(id), OfficeKey, cancellationToken) is not { } stored)
            {
                return null;
            }

            if (change(stored.Value) is not { } after)
            {
                return stored.Value;
            }

            if (await _offices.ReplaceAsync(Partition(id), OfficeKey, after, stored.Version, cancellationToken) is not null)
            {
                return after;
            }
        }

        return PlaceRules.IsId(id) ? throw new DependencyUnavailableException("contention") : null;
    }

    private static string Partition(string id) => $"office|{id}";
}
