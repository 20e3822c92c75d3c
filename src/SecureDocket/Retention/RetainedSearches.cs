using SecureDocket.Disclosures;
using SecureDocket.Searches;

namespace SecureDocket.Retention;

/// <summary>Who searched for people, by keyed hashes of what they searched by. The archive keeps its copies for its own time.</summary>
internal sealed class RetainedSearches(SearchLog searches, DisposedRecords disposed) : IRetainedByAge
{
    /// <inheritdoc />
    public RetentionClass Class => RetentionClasses.Searches;

    /// <inheritdoc />
    public Task<int> CountDueAsync(RetentionPeriod period, CancellationToken cancellationToken) => searches.CountBeforeAsync(period.DueBefore, cancellationToken);

    /// <inheritdoc />
    public async Task<(int Disposed, string? Next)> DisposeSomeAsync(RetentionPeriod period, string? from, CancellationToken cancellationToken)
    {
        // The mark first: a search that is gone without one would look like a theft.
        await disposed.PutAsync(DisposedRecords.Searches, period.DueBefore, cancellationToken);
        var deleted = await searches.DeleteBeforeAsync(period.DueBefore, cancellationToken);
        return (deleted.Count, deleted.ReadAll ? null : from ?? "more");
    }
}
