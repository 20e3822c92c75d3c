using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Signing;

namespace SecureDocket.StatusLists;

/// <summary>Compares every published list with the dockets, and has a differing list rebuilt.</summary>
public sealed class CompareStatusLists(StatusListStore store, StatusChanges changes, CardStates states, KeyRing keys, CardOptions options)
{
    /// <summary>Compares the lists. The number of requests is proportional to all cards; only for nightly runs.</summary>
    /// <returns>The number of differing entries by list; equal lists are omitted. Changes in progress count too.</returns>
    /// <exception cref="DependencyUnavailableException">The storage did not respond.</exception>
    public async Task<IReadOnlyDictionary<string, int>> ExecuteAsync(CancellationToken cancellationToken)
    {
        var trust = await keys.TrustAsync(cancellationToken);
        Dictionary<string, StatusList> lists = new(StringComparer.Ordinal);
        foreach (var list in options.StatusLists)
        {
            if (await store.FindAsync(list, cancellationToken) is { } found
                && StatusListToken.ReadOwn(found.Cwt.Span, trust, options.StatusListUri(list)) is { } token)
            {
                lists.Add(list, token.List);
            }
        }

        var truth = await states.ReadAllAsync(lists, cancellationToken);
        Dictionary<string, int> differences = new(StringComparer.Ordinal);
        foreach (var list in options.StatusLists)
        {
            var published = lists.GetValueOrDefault(list);
            var expected = truth.Expected(list, published);
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
