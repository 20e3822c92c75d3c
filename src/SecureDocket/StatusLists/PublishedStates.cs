using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Signing;

namespace SecureDocket.StatusLists;

/// <summary>What the published lists say, read apart from the dockets: after a loss they may know of changes that the dockets do not.</summary>
public sealed class PublishedStates(StatusListStore store, KeyRegister register, CardOptions options)
{
    /// <summary>Reads the lists that are there and are signed by a key on record, however old. One request for each list, and one.</summary>
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
