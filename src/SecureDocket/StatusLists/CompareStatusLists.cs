using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Signing;

namespace SecureDocket.StatusLists;

/// <summary>Holds every published list against the dockets, and has one that differs built anew.</summary>
public sealed class CompareStatusLists(StatusListStore store, StatusChanges changes, CardStates states, KeyRing keys, CardOptions options)
{
    /// <summary>Compares. Requests in proportion to all cards: for the night.</summary>
    /// <returns>The number of entries that differ, by list; lists that are equal are left out. A change under way while it reads counts too.</returns>
    /// <exception cref="DependencyUnavailableException">Storage gave no answer.</exception>
    public async Task<IReadOnlyDictionary<string, int>> ExecuteAsync(CancellationToken cancellationToken)
    {
        var trust = await keys.TrustAsync(cancellationToken);
        var truth = await states.ReadAllAsync(cancellationToken);
        Dictionary<string, int> differences = new(StringComparer.Ordinal);
        foreach (var list in options.StatusLists)
        {
            var published = await store.FindAsync(list, cancellationToken) is { } found
                ? StatusListToken.ReadOwn(found.Cwt.Span, trust, options.StatusListUri(list))?.List
                : null;
            var expected = truth.GetValueOrDefault(list) ?? StatusList.ForCards();
            var count = published is null ? expected.Count : Enumerable.Range(0, expected.Count).Count(index => expected[index] != published[index]);
            if (count > 0)
            {
                differences.Add(list, count);
                await changes.AskToRebuildAsync(list, cancellationToken);
            }
        }

        return differences;
    }
}
