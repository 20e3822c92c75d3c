using System.Security.Cryptography;
using SecureDocket.Credentials;

namespace SecureDocket.Keys;

/// <summary>Carries trust on: has every new key endorsed by the older ones of its use, and by the vault's throwaway anchor where there is one.</summary>
/// <remarks>
/// By each of them, so that a key that is withdrawn does not take its successors with it while another vouches for them. A key
/// that nothing in the vault can vouch for waits for the anchor's next ceremony, and readiness says so.
/// </remarks>
public sealed class EndorseKeys(KeyRing ring, KeyRegister register, ISigningKeys signer, CardOptions options, TimeProvider clock)
{
    // A run is short; the next one goes on.
    private const int SignaturesAtOnce = 32;

    /// <summary>Endorses what lacks an endorsement. Nothing is asked of storage or vault when nothing does.</summary>
    /// <exception cref="DependencyUnavailableException">Storage or vault gave no answer; the next run carries on.</exception>
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var keys = await ring.StandingAsync(cancellationToken);
        var words = Words(await ring.PublishedAsync(cancellationToken));
        var endorsed = keys.Where(key => key.IsEndorsed).ToHashSet();
        var made = 0;
        foreach (var key in keys.Where(key => key.Key.Public is { Use: not KeyUse.Anchor, WithdrawnAt: null })
            .OrderBy(key => key.Key.Site is not null).ThenBy(key => key.Key.CreatedAt).ThenBy(key => key.Key.Version, StringComparer.Ordinal))
        {
            foreach (var by in keys.Where(by => endorsed.Contains(by) && MayEndorse(by, key, now) && !words.Contains((by.Key.Public.Thumbprint, key.Key.Public.Thumbprint))))
            {
                if (made++ == SignaturesAtOnce)
                {
                    return;
                }

                await register.EndorseAsync(key.Key.Public.Id, await SignAsync(by.Key, key.Key.Public, now, cancellationToken), cancellationToken);
                endorsed.Add(key);
                ring.Forget();
            }
        }
    }

    private static bool MayEndorse(RingKey by, RingKey key, DateTimeOffset now) =>
        by.InVault
        && by.Key.Site is null
        && by.Key.Public.SignsAt(now)
        && (by.Key.Public.Use == KeyUse.Anchor
            || (by.Key.Public.Use == key.Key.Public.Use && (key.Key.Site is not null || by.Key.CreatedAt < key.Key.CreatedAt)));

    /// <summary>Who has endorsed whom, by thumbprints.</summary>
    private static HashSet<(string By, string Key)> Words(PublishedKeys published)
    {
        HashSet<(string, string)> words = [];
        foreach (var link in published.Chain)
        {
            if (Endorsement.Read(link.Span, published.Keys) is { Signer: { } by, Endorsement: { } word })
            {
                words.Add((by.Thumbprint, word.Thumbprint));
            }
        }

        return words;
    }

    private async Task<byte[]> SignAsync(SigningKey by, VerificationKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var payload = new Endorsement(options.Issuer, now, key.Use, key.Thumbprint).EncodePayload();
        var digest = SHA256.HashData(Endorsement.ToBeSigned(by.Public.Id, payload));
        var signature = await signer.SignAsync(by.Version, digest, cancellationToken);
        return Endorsement.Seal(by.Public.Id, payload, signature);
    }
}
