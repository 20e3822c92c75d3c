using SecureDocket.Storage;

namespace SecureDocket.SignIns;

/// <summary>Asks for another text in a sign-in. It counts as a try of the card number, and the tries of the sign-in stay taken.</summary>
public sealed class AskForCodeAgain(ITables tables, Challenges challenges, KnownBrowsers browsers, SignInTexts texts)
{
    private const int AttemptLimit = 8;

    /// <summary>Asks.</summary>
    /// <param name="token">The sign-in.</param>
    /// <param name="known">What the browser shows of earlier sign-ins; null for nothing.</param>
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
            var (row, tries, mustWait) = await challenges.FindTriesAsync(token.Partition, triesKey, cancellationToken);
            if (mustWait || await tables.CommitAsync(TableNames.Attempts, token.Partition, [challenges.Counting(triesKey, row, tries)], cancellationToken) is not null)
            {
                texts.Queue(new(token, mustWait));
                return;
            }
        }

        throw new DependencyUnavailableException("contention");
    }
}
