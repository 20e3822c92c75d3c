using System.Security.Cryptography;
using SecureDocket.Cards;
using SecureDocket.Credentials;

namespace SecureDocket.Signing;

/// <summary>Extends trust to new keys: has each endorsed by the older keys of its use, and by the vault's throwaway anchor where there is one.</summary>
/// <remarks>
/// Every older key endorses it, so that a withdrawn key does not take its successors with it while another vouches for them. A key that
/// is still left without an endorsement, a site's key or an older one, is endorsed by any trusted key of its use. If
/// there is none, it waits for the anchor's next ceremony, and readiness reports it.
/// </remarks>
public sealed class EndorseKeys(KeyRing ring, KeyRegister register, ISigningKeys signer, CardOptions options, TimeProvider clock)
{
    // These take about half a minute; the next run continues. After a withdrawal the keys of all sites may need another endorsement at once.
    private const int ChangesAtOnce = 256;

    /// <summary>Endorses the keys that lack an endorsement. If there are none, no request is sent to storage or vault.</summary>
    /// <exception cref="DependencyUnavailableException">Storage or vault did not respond; the next run continues.</exception>
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (keys, chain) = await ring.StandingAsync(cancellationToken);
        if (keys.All(key => key.Key.Public.Use != KeyUse.Anchor))
        {
            throw new DependencyUnavailableException("keys");
        }

        var words = chain.Links.ToLookup(link => link.Key, link => link.By, StringComparer.Ordinal);
        var believed = keys.Where(key => key.IsEndorsed).ToHashSet();
        var changes = 0;

        // Common keys come first, oldest first: each may endorse those after it.
        foreach (var key in keys.Where(key => key.Key.Public is { Use: not KeyUse.Anchor, WithdrawnAt: null })
            .OrderBy(key => key.Key.Site is not null).ThenBy(key => key.Key.CreatedAt).ThenBy(key => key.Key.Version, StringComparer.Ordinal))
        {
            var given = words[key.Key.Public.Thumbprint].ToHashSet(StringComparer.Ordinal);
            foreach (var by in keys.Where(by => believed.Contains(by) && MayEndorse(by, key, now)))
            {
                if (believed.Contains(key) && (!GainsBy(key, by, now) || given.Count >= KeyRegister.EndorsementLimit || given.Contains(by.Key.Public.Thumbprint)))
                {
                    continue;
                }

                if (changes++ == ChangesAtOnce)
                {
                    return;
                }

                await register.EndorseAsync(key.Key.Public.Id, await SignAsync(by.Key, key.Key.Public, now, cancellationToken), now, cancellationToken);
                ring.Forget();
                believed.Add(key);
                given.Add(by.Key.Public.Thumbprint);
            }

            var since = believed.Contains(key) ? key.Record?.BelievedSince ?? now : default(DateTimeOffset?);
            if (since != key.Record?.BelievedSince && given.Count == words[key.Key.Public.Thumbprint].Count())
            {
                if (changes++ == ChangesAtOnce)
                {
                    return;
                }

                await register.NoteBelievedAsync(key.Key.Public.Id, since, cancellationToken);
                ring.Forget();
            }
        }
    }

    private static bool MayEndorse(RingKey by, RingKey key, DateTimeOffset now) =>
        by != key
        && by.InVault
        && by.Key.Site is null
        && by.Key.Public.SignsAt(now)
        && (by.Key.Public.Use == KeyUse.Anchor || by.Key.Public.Use == key.Key.Public.Use);

    /// <summary>Whether a second endorsement is useful: a key for all sites, while it may sign, gets one from each older key.</summary>
    private static bool GainsBy(RingKey key, RingKey by, DateTimeOffset now) =>
        key.Key.Site is null
        && !(key.Key.Public.SignsUntil <= now)
        && (by.Key.Public.Use == KeyUse.Anchor || by.Key.CreatedAt < key.Key.CreatedAt);

    private async Task<byte[]> SignAsync(SigningKey by, VerificationKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var payload = new Endorsement(options.Issuer, now, key.Use, key.Thumbprint).EncodePayload();
        var digest = SHA256.HashData(Endorsement.ToBeSigned(by.Public.Id, payload));
        var signature = await signer.SignAsync(by.Version, digest, cancellationToken);
        return Endorsement.Seal(by.Public.Id, payload, signature);
    }
}
