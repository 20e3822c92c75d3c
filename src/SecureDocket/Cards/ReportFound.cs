using SecureDocket.Dockets;
using SecureDocket.Inbox;

namespace SecureDocket.Cards;

/// <summary>Notes that a person found the card that they reported lost. Officers read it; the card stays out of force until one has seen both.</summary>
public sealed class ReportFound(InboxItems inbox, TimeProvider clock)
{
    private const string Words = "The person says in the portal that the lost card is found. Compare the person with the card before it is reinstated.";

    /// <summary>Notes it once a day for a card that is reported lost or stolen. At most three requests, none for other cards.</summary>
    /// <param name="docket">The person's docket.</param>
    /// <param name="cancellationToken">Cancels the request; repeating it is safe.</param>
    /// <returns>Whether the card is reported lost or stolen.</returns>
    /// <exception cref="DependencyUnavailableException">The storage failed; repeat it.</exception>
    public async Task<bool> ExecuteAsync(Docket docket, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(docket);
        if (ReportedIn(docket, clock.GetUtcNow()) is not { } card)
        {
            return false;
        }

        var now = clock.GetCurrentInstant();
        var day = now.InUtc().Date;
        var person = docket.Cardholder;
        var office = (docket.NextCheckIn(now) ?? (docket.CheckIns is [.., var latest] ? latest : null))?.OfficeId;
        var item = new InboxItem(person.Id, InboxKind.Loss, day.AtMidnight().InUtc().ToInstant(), person.Details.Language, Words) { Office = office };
        await inbox.RaiseAsync($"found|{card.Number}|{day}", item, cancellationToken);
        return true;
    }

    /// <summary>The person's card if it is reported lost or stolen; otherwise null.</summary>
    public static Card? ReportedIn(Docket docket, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(docket);
        return docket.CurrentCard?.AsOf(now) is { Status: CardStatus.Suspended } card && StatusReasons.ToReport.Contains(card.StatusReason) ? card : null;
    }
}
