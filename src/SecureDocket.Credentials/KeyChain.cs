namespace SecureDocket.Credentials;

/// <summary>How trust is carried from the anchor to the keys that sign: each is endorsed by the anchor or by another key of its own use.</summary>
/// <remarks>
/// A key of one use says nothing of another: whoever takes a key for lists can name no key for cards, and the other way round.
/// A withdrawn key endorses nothing, whenever it did so: its thief may have written any date.
/// </remarks>
public static class KeyChain
{
    /// <summary>The keys that endorsements lead to from the anchor among them, in one pass.</summary>
    /// <param name="issuer">The issuer that an endorsement must name.</param>
    /// <param name="keys">The keys, with at most one anchor.</param>
    /// <param name="chain">The endorsements, each after those that it rests on. One that does not count is passed over.</param>
    /// <returns>The anchor and the keys in force that it or a key reached before endorses; null when an endorsement is malformed.</returns>
    public static IReadOnlySet<VerificationKey>? Reach(string issuer, IReadOnlyList<VerificationKey> keys, IReadOnlyList<ReadOnlyMemory<byte>> chain)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(chain);
        var inForce = keys.Where(key => key.WithdrawnAt is null).ToDictionary(key => key.Thumbprint, StringComparer.Ordinal);
        var reached = inForce.Values.Where(key => key.Use == KeyUse.Anchor).ToHashSet();
        foreach (var bytes in chain)
        {
            var (endorsement, signer) = Endorsement.Read(bytes.Span, reached);
            if (endorsement is null)
            {
                return null;
            }

            if (signer is not null && inForce.TryGetValue(endorsement.Thumbprint, out var key) && Counts(endorsement, signer, key, issuer))
            {
                reached.Add(key);
            }
        }

        return reached;
    }

    /// <summary>Whether a key may say this of another.</summary>
    internal static bool Counts(Endorsement endorsement, VerificationKey signer, VerificationKey key, string issuer) =>
        (signer.Use == KeyUse.Anchor || signer.Use == endorsement.Use)
        && signer.Covers(endorsement.IssuedAt)
        && endorsement.Issuer == issuer
        && key.Use == endorsement.Use;
}
