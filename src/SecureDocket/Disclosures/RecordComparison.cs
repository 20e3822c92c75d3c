using SecureDocket.Cards;
using SecureDocket.Storage;

namespace SecureDocket.Disclosures;

/// <summary>Records what an officer found when they compared the person before them with the photo that they were shown.</summary>
public sealed class RecordComparison(DisclosureLog disclosures, Lookups lookups, TimeProvider clock)
{
    private const int AttemptLimit = 4;

    private static readonly TimeSpan s_reconsider = TimeSpan.FromMinutes(15);

    private static readonly Refusal s_unknown = new("no-such-verification", "This card has no verification with this id and time that was answered to you.");

    /// <summary>Writes the finding to the disclosure that the verification made. Three requests.</summary>
    /// <param name="verificationId">The verification's id, which is its disclosure's.</param>
    /// <param name="card">The card that was verified.</param>
    /// <param name="checkedAt">When it was judged, as the verification said.</param>
    /// <param name="answer">The finding. It may be changed for 15 minutes from when one was first given.</param>
    /// <param name="actor">The officer; only the one who was answered has a say.</param>
    public async Task<Result<ComparisonRecord>> ExecuteAsync(
        string verificationId, CardNumber card, DateTimeOffset checkedAt, ComparisonAnswer answer, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (await lookups.FindAsync(LookupKind.CardNumber, card.ToString(), cancellationToken) is not { } id)
        {
            return s_unknown;
        }

        var now = clock.GetUtcNow();
        var tried = false;
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await disclosures.FindVerificationAsync(id, checkedAt, verificationId, actor, cancellationToken) is not var (disclosure, version))
            {
                return s_unknown;
            }

            if (disclosure.Comparison is { } given)
            {
                if (given.Answer == answer)
                {
                    return new ComparisonRecord(given, tried);
                }

                if (now - given.At > s_reconsider)
                {
                    return new Refusal("comparison-final", "Another comparison was given more than 15 minutes ago; it stands.");
                }
            }

            var comparison = new Comparison(answer, disclosure.Comparison?.At ?? now);
            tried = true;
            if (await disclosures.ReplaceAsync(id, disclosure with { Comparison = comparison }, version, cancellationToken))
            {
                return new ComparisonRecord(comparison, true);
            }
        }

        throw new DependencyUnavailableException("contention");
    }
}

/// <summary>A comparison that is on record.</summary>
/// <param name="Comparison">What was found.</param>
/// <param name="IsNew">Whether this call recorded it.</param>
public sealed record ComparisonRecord(Comparison Comparison, bool IsNew);
