namespace SecureDocket.Credentials;

/// <summary>Extends trust from the anchor to the signing keys: each is endorsed by the anchor or by another key of its own use.</summary>
/// <remarks>
/// A key of one use cannot endorse a key of another, so that a thief of a list key cannot add card keys, and vice versa.
/// The endorsements of a withdrawn key do not count, whatever their date, since a thief can write any date.
/// </remarks>
public static class KeyChain
{
    /// <summary>Finds the keys that endorsements lead to from the anchor, in one pass.</summary>
    /// <param name="issuer">The issuer that an endorsement must name.</param>
    /// <param name="keys">The keys, with at most one anchor.</param>
    /// <param name="chain">The endorsements, each after those it depends on. Invalid ones are skipped.</param>
    /// <returns>The anchor and the keys in force that it or a previously reached key endorses; null if an endorsement is malformed.</returns>
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

    /// <summary>Whether an endorsement by this signer of this key counts.</summary>
    internal static bool Counts(Endorsement endorsement, VerificationKey signer, VerificationKey key, string issuer) =>
        (signer.Use == KeyUse.Anchor || signer.Use == endorsement.Use)
        && signer.Covers(endorsement.IssuedAt)
        && endorsement.Issuer == issuer
        && key.Use == endorsement.Use;
}
