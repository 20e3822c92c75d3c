using SecureDocket.Storage;

namespace SecureDocket.SignIns;

/// <summary>Requests another code by text in a sign-in. It counts as an attempt for the card number, and the attempts of the sign-in stay used.</summary>
public sealed class ResendSignInCode(ITables tables, Challenges challenges, KnownBrowsers browsers, SignInTexts texts)
{
    private const int AttemptLimit = 8;

    /// <summary>Requests another code for this sign-in.</summary>
    /// <param name="token">The sign-in.</param>
    /// <param name="known">The browser's proofs of earlier sign-ins; null for none.</param>
    public async Task ExecuteAsync(ChallengeToken token, string? known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (await challenges.FindAsync(token, cancellationToken) is null)
        {
            return;
        }

        var triesKey = browsers.TriesKeyOf(token.Partition, known);
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var (tries, mustWait) = await challenges.FindTriesAsync(token.Partition, triesKey, cancellationToken);
            if (mustWait || await tables.CommitAsync(TableNames.Attempts, token.Partition, [challenges.Counting(triesKey, tries)], cancellationToken) is not null)
            {
                texts.Queue(new(token, mustWait));
                return;
            }
        }

        throw new DependencyUnavailableException("contention");
    }
}
