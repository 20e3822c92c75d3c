using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Signing;

namespace SecureDocket.StatusLists;

/// <summary>Reads the published lists independently of the dockets: after a loss they may contain changes that the dockets lack.</summary>
public sealed class PublishedStates(StatusListStore store, KeyRegister register, CardOptions options)
{
    /// <summary>Reads the existing lists that are signed by a registered key, however old. One request per list, and one more.</summary>
    internal async Task<IReadOnlyDictionary<string, StatusList>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var trust = new Trust(options.Issuer, (await register.ListAsync(cancellationToken)).Select(record => record.ToKey().Public));
        Dictionary<string, StatusList> lists = new(StringComparer.Ordinal);
        foreach (var list in options.StatusLists)
        {
            if (await store.FindAsync(list, cancellationToken) is { } published
                && StatusListToken.ReadOwn(published.Cwt.Span, trust, options.StatusListUri(list)) is { } token)
            {
                lists.Add(list, token.List);
            }
        }

        return lists;
    }
}
