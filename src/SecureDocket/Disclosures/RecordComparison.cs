using SecureDocket.Cards;
using SecureDocket.Storage;

namespace SecureDocket.Disclosures;

/// <summary>Records an officer's finding from comparing a person with the photo of their card.</summary>
public sealed class RecordComparison(DisclosureLog disclosures, Lookups lookups, TimeProvider clock)
{
    private const int AttemptLimit = 4;

    private static readonly TimeSpan s_reconsider = TimeSpan.FromMinutes(15);

    /// <summary>Adds the finding to the disclosure of the verification. Three requests.</summary>
    /// <param name="verificationId">The verification's ID, which is also that of its disclosure.</param>
    /// <param name="card">The card that was verified.</param>
    /// <param name="checkedAt">The time of the verdict, as the verification returned it.</param>
    /// <param name="answer">The finding. It can be changed for 15 minutes after the first one.</param>
    /// <param name="actor">The officer, who must have made the verification.</param>
    public async Task<Result<ComparisonRecord>> ExecuteAsync(
        string verificationId, CardNumber card, DateTimeOffset checkedAt, ComparisonAnswer answer, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (await lookups.FindAsync(LookupKind.CardNumber, card.ToString(), cancellationToken) is not { } id)
        {
            return DisclosuresRefusals.NoSuchVerification;
        }

        var now = clock.GetUtcNow();
        var tried = false;
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await disclosures.FindVerificationAsync(id, checkedAt, verificationId, actor, cancellationToken) is not (_, var disclosure, var version))
            {
                return DisclosuresRefusals.NoSuchVerification;
            }

            if (disclosure.Comparison is { } given)
            {
                if (given.Answer == answer)
                {
                    return new ComparisonRecord(given, tried);
                }

                if (now - given.At > s_reconsider)
                {
                    return DisclosuresRefusals.ComparisonFinal;
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

/// <summary>A comparison on record.</summary>
/// <param name="Comparison">The finding.</param>
/// <param name="IsNew">Whether this call recorded it.</param>
public sealed record ComparisonRecord(Comparison Comparison, bool IsNew);
