using SecureDocket.Credentials;

namespace SecureDocket.Signing;

/// <summary>The valid endorsements, and the keys that they lead to from the anchor.</summary>
/// <param name="Links">The endorsements, each after those it depends on. For a site's key, which endorses no other, only the first.</param>
/// <param name="Reached">The thumbprints of the anchor and of the keys in force that the links lead to.</param>
public sealed record TrustChain(IReadOnlyList<ChainLink> Links, IReadOnlySet<string> Reached)
{
    /// <summary>Finds the valid endorsements among all recorded ones.</summary>
    /// <remarks>
    /// A malformed endorsement, or one by a key that has since been withdrawn, is not a link; the key then lacks an endorsement, and
    /// readiness reports it.
    /// </remarks>
    /// <param name="issuer">The issuer that an endorsement must name.</param>
    /// <param name="keys">The anchor and the other keys.</param>
    /// <param name="words">Sealed <see cref="Endorsement"/>s, in any order.</param>
    public static TrustChain Build(string issuer, IReadOnlyList<SigningKey> keys, IEnumerable<ReadOnlyMemory<byte>> words)
    {
        var inForce = keys.Where(key => key.Public.WithdrawnAt is null).ToDictionary(key => key.Public.Thumbprint, StringComparer.Ordinal);
        var waiting = words.Select(word => LinkOf(word, issuer, inForce)).OfType<ChainLink>().Distinct().ToList();
        var reached = inForce.Values.Where(key => key.Public.Use == KeyUse.Anchor).Select(key => key.Public.Thumbprint).ToHashSet(StringComparer.Ordinal);
        List<ChainLink> links = [];

        // Every round but the last reaches another key, so there are at most as many rounds as keys.
        for (var known = 0; known != links.Count + reached.Count;)
        {
            known = links.Count + reached.Count;
            foreach (var link in waiting.Where(link => reached.Contains(link.By)).ToList())
            {
                waiting.Remove(link);
                if (reached.Add(link.Key) || inForce[link.Key].Site is null)
                {
                    links.Add(link);
                }
            }
        }

        return new(links, reached);
    }

    private static ChainLink? LinkOf(ReadOnlyMemory<byte> word, string issuer, Dictionary<string, SigningKey> inForce) =>
        Endorsement.Read(word.Span, inForce.Values.Select(key => key.Public)) is { Endorsement: { } endorsement, Signer: { } signer }
        && inForce.TryGetValue(endorsement.Thumbprint, out var key)
        && KeyChain.Counts(endorsement, signer, key.Public, issuer)
            ? new(signer.Thumbprint, key.Public.Thumbprint, word)
            : null;
}

/// <summary>An endorsement of one key by another.</summary>
/// <param name="By">The thumbprint of the key that signed it.</param>
/// <param name="Key">The thumbprint of the endorsed key.</param>
/// <param name="Word">The sealed <see cref="Endorsement"/>.</param>
public sealed record ChainLink(string By, string Key, ReadOnlyMemory<byte> Word)
{
    /// <summary>Whether it links the same two keys: a second endorsement between them adds nothing.</summary>
    public bool Equals(ChainLink? other) => other is not null && (By, Key) == (other.By, other.Key);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(By, Key);
}
