using SecureDocket.Credentials;

namespace SecureDocket.Signing;

/// <summary>The endorsements that count, and the keys that they lead to from the anchor.</summary>
/// <param name="Links">Each after those that it rests on. Of a site's key, which endorses no other, only the first.</param>
/// <param name="Reached">The thumbprints of the anchor and of the keys in force to which the links lead.</param>
public sealed record TrustChain(IReadOnlyList<ChainLink> Links, IReadOnlySet<string> Reached)
{
    /// <summary>Finds what counts among all words on record.</summary>
    /// <remarks>A word that is malformed, or of a key that has been withdrawn since, is no link: the key then lacks an endorsement, as readiness says.</remarks>
    /// <param name="issuer">The issuer that an endorsement must name.</param>
    /// <param name="keys">The anchor and the other keys.</param>
    /// <param name="words">Sealed <see cref="Endorsement"/>s, in any order.</param>
    public static TrustChain Build(string issuer, IReadOnlyList<SigningKey> keys, IEnumerable<ReadOnlyMemory<byte>> words)
    {
        var inForce = keys.Where(key => key.Public.WithdrawnAt is null).ToDictionary(key => key.Public.Thumbprint, StringComparer.Ordinal);
        var waiting = words.Select(word => LinkOf(word, issuer, inForce)).OfType<ChainLink>().Distinct().ToList();
        var reached = inForce.Values.Where(key => key.Public.Use == KeyUse.Anchor).Select(key => key.Public.Thumbprint).ToHashSet(StringComparer.Ordinal);
        List<ChainLink> links = [];

        // Each round but the last reaches a key more, so that there are no more rounds than keys.
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

/// <summary>A word that one key gave another.</summary>
/// <param name="By">The thumbprint of the key that signed it.</param>
/// <param name="Key">The thumbprint of the key that it is about.</param>
/// <param name="Word">The sealed <see cref="Endorsement"/>.</param>
public sealed record ChainLink(string By, string Key, ReadOnlyMemory<byte> Word)
{
    /// <summary>Whether it links the same two: a second word between them says nothing more.</summary>
    public bool Equals(ChainLink? other) => other is not null && (By, Key) == (other.By, other.Key);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(By, Key);
}
