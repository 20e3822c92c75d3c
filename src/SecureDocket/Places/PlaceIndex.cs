using SecureDocket.Storage;

namespace SecureDocket.Places;

/// <summary>The IDs of all places of a kind: one row each, written before the place itself, so that every place is found.</summary>
internal sealed class PlaceIndex(ITables tables, string kind)
{
    // The character after 'Z'; IDs consist of upper-case letters and digits.
    private const string End = "[";

    // Far above the real number of places.
    private const int Limit = 5000;
    private const int ReadsAtOnce = 16;

    private readonly RowTable<KeyOnly> _ids = new(tables, TableNames.Places, StorageJson.Rows.KeyOnly);

    /// <summary>Adds a place, which is about to be registered. One request.</summary>
    public Task AddAsync(string id, CancellationToken cancellationToken) => _ids.PutAsync(kind, id, new(), cancellationToken);

    /// <summary>The IDs of all places, including those whose registration was begun but not finished. One request.</summary>
    public async Task<IReadOnlyList<string>> AllAsync(CancellationToken cancellationToken) =>
        await _ids.KeysAsync(kind, "", End, Limit, cancellationToken);

    /// <summary>A page of the places by ID; refused if the token is not from this list. A page may be short without being the last. One request, and one for each place.</summary>
    public async Task<Result<Page<T>>> PageAsync<T>(string? page, Func<string, CancellationToken, Task<T?>> find, CancellationToken cancellationToken)
        where T : class
    {
        if (!PageToken.TryStart(page, "", out var from))
        {
            return Refusals.PageToken;
        }

        var ids = await _ids.KeysAsync(kind, from, End, Page<T>.Size + 1, cancellationToken);
        var found = new T?[Math.Min(ids.Count, Page<T>.Size)];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, found.Length),
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken },
            async (i, ending) => found[i] = await find(ids[i], ending));
        return new Page<T>([.. found.OfType<T>()], ids.Count > found.Length ? PageToken.Of(ids[found.Length - 1]) : null);
    }
}
