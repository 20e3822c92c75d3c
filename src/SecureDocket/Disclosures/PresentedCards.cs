using SecureDocket.Dockets;

namespace SecureDocket.Disclosures;

/// <summary>Tells by the disclosures of a docket whether a caller was shown its card: a verification is on record before its answer is sent.</summary>
/// <remarks>
/// An officer to whom somebody shows the card goes on to record the visit or book the next one. An hour is long enough for that. A card number that
/// was typed shows nothing of a protected person, and so leaves no disclosure.
/// </remarks>
public sealed class PresentedCards(DisclosureLog disclosures, TimeProvider clock) : IPresentedCards
{
    // More verifications of one card within an hour are a malfunction.
    private const int ReadLimit = 1000;

    private const string Verdict = "verdict";

    private static readonly TimeSpan s_countsFor = TimeSpan.FromHours(1);

    /// <inheritdoc />
    public async Task<bool> WasPresentedAsync(CardholderId id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var now = clock.GetUtcNow();
        var looks = await disclosures.BetweenAsync(id, now - s_countsFor, now.AddTicks(1), ReadLimit, cancellationToken);
        return looks.Any(look => look.Purpose == Purpose.Verification && look.Recipient.Id == actor.Id && look.Fields.Contains(Verdict));
    }
}
