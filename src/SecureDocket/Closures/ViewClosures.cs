using SecureDocket.Places;
using SecureDocket.Storage;

namespace SecureDocket.Closures;

/// <summary>Shows the closures of a place, and what became of the dates that fell into them.</summary>
public sealed class ViewClosures(ClosureStore closures)
{
    private const int ReadsAtOnce = 16;

    /// <summary>The closures of a place, latest day first, each with its count. One request, and one for each closure and thousand dates.</summary>
    /// <param name="kind">The kind of place.</param>
    /// <param name="placeId">The place.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<Result<IReadOnlyList<CountedClosure>>> AllAsync(PlaceKind kind, string placeId, CancellationToken cancellationToken)
    {
        if (await closures.FindAsync(kind, placeId, cancellationToken) is not { } place)
        {
            return ClosuresRefusals.NoSuchPlace(kind);
        }

        var all = place.Closures.OrderByDescending(closure => closure.Day).ThenByDescending(closure => closure.From).ToList();
        var counted = new CountedClosure[all.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, all.Count, options, async (at, token) => counted[at] = new(all[at], await closures.CountAsync(all[at].Id, token)));
        return counted;
    }

    /// <summary>A page of what became of a closure's dates. Two requests.</summary>
    /// <param name="kind">The kind of place.</param>
    /// <param name="placeId">The place.</param>
    /// <param name="closureId">The closure.</param>
    /// <param name="page">The page token; null for the first page.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<Result<Page<ClosedDate>>> DatesAsync(
        PlaceKind kind, string placeId, string closureId, string? page, CancellationToken cancellationToken)
    {
        var place = await closures.FindAsync(kind, placeId, cancellationToken);
        return place is null ? ClosuresRefusals.NoSuchPlace(kind)
            : place.Closures.Any(closure => closure.Id == closureId) ? await closures.DatesAsync(closureId, page, cancellationToken)
            : ClosuresRefusals.NoSuchClosure;
    }
}

/// <summary>A closure and what became of its dates so far.</summary>
/// <param name="Closure">The closure.</param>
/// <param name="Count">Its dates by what became of them.</param>
public sealed record CountedClosure(Closure Closure, ClosureCount Count);
