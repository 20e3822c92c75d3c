using System.Security.Cryptography;
using SecureDocket.Cardholders;
using SecureDocket.Credentials;
using SecureDocket.Dockets;
using SecureDocket.Places;
using SecureDocket.Signing;
using SecureDocket.Storage;

namespace SecureDocket.Cards;

/// <summary>Issues a card, possibly to replace another: decides, records the intent, signs, records the card.</summary>
/// <remarks>The claims are fixed with the intent. Wherever an attempt dies, the next one continues from the recorded state.</remarks>
public sealed class IssueCard(
    DocketStore dockets, Lookups lookups, CardIntents intents, SiteStore sites, KeyRegister register, ISigningKeys signer, CardOptions options,
    Telemetry telemetry, TimeProvider clock)
{
    private const int AttemptLimit = 8;

    /// <summary>Issues the ordered card, or returns every reason against it.</summary>
    /// <param name="order">The order.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public async Task<Result<CardOnRecord>> ExecuteAsync(
        CardOrder order, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        using var activity = Telemetry.Begin(TracedUse.IssueCard);
        var named = order.Replaces is { } replaces
            ? await lookups.FindAsync(LookupKind.CardNumber, replaces.Card.ToString(), cancellationToken)
            : order.CardholderId;
        if (named is not { } cardholderId)
        {
            return Refusals.NoSuchCard;
        }

        var siteId = order.SiteId;
        CardNumber? reserved = null;
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await dockets.LoadAsync(cardholderId, actor, cancellationToken) is not { } docket)
            {
                return order.Replaces is null ? Refusals.NoSuchCardholder : Refusals.NoSuchCard;
            }

            if (docket.Cards.FirstOrDefault(card => card.Signature is not null && card.IssuedBy == operation.Value) is { } done)
            {
                return await AnswerAsync(cardholderId, done, cancellationToken);
            }

            var now = clock.GetUtcNow();
            var site = await sites.FindAsync(siteId, cancellationToken);
            var refusals = IssuingRules.ReasonsAgainst(docket, order, site?.Value, actor, options, now);
            if (await HoldsAnotherAsync(docket.Cardholder, cancellationToken))
            {
                refusals.Add(CardsRefusals.SamePerson);
            }

            if (refusals.Count > 0)
            {
                // A request at another site won the race, so this site's quota is returned.
                if (reserved is { } place
                    && docket.Cards.Any(card => card.Number == place && card.Signature is not null && card.SiteId != siteId))
                {
                    await sites.ReleaseAsync(siteId, place, cancellationToken);
                }

                return refusals;
            }

            if (docket.IntendedCard is not { } intended || intended.SiteId != siteId || intended.Replaces != order.Replaces
                || !await intents.StillHoldsAsync(docket, intended, order.Face, cancellationToken))
            {
                // An intent remembers only one vacated site; an earlier one is settled first, unless the intent moves back to it.
                if (docket.IntendedCard is { VacatedSite: { } left } moving && moving.SiteId != siteId && left != siteId)
                {
                    await sites.ReleaseAsync(left, moving.Number, cancellationToken);
                }

                var planned = await intents.PlanAsync(docket, order, site!, operation, cancellationToken);
                if (planned.IsRefused)
                {
                    return planned.Refusals.ToList();
                }

                reserved = planned.Value.Number;
                var change = new DocketChange("card-intended") { Cards = [planned.Value] };
                if (await dockets.CommitAsync(docket, change, actor, operation, cancellationToken) is not { IntendedCard: { } recorded } after)
                {
                    continue;
                }

                (docket, intended) = (after, recorded);
            }

            if (intended.VacatedSite is { } vacated)
            {
                if (!await sites.ReserveAsync(site!, intended.Number, cancellationToken))
                {
                    return CardsRefusals.QuotaUsedUp(site!.Value.Quota);
                }

                reserved = intended.Number;
                await sites.ReleaseAsync(vacated, intended.Number, cancellationToken);
            }

            if (await SignAsync(docket, intended, now, actor, operation, cancellationToken) is { } issued)
            {
                return await AnswerAsync(cardholderId, issued, cancellationToken);
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    /// <summary>Returns the card, unless its key was withdrawn during the issue: such a card must not be handed out as valid.</summary>
    private async Task<Result<CardOnRecord>> AnswerAsync(CardholderId id, Card card, CancellationToken cancellationToken) =>
        await register.FindAsync(KeyId.Parse(card.KeyId), cancellationToken) is { Withdrawal: not null }
            ? CardsRefusals.KeyWithdrawn
            : new CardOnRecord(id, card);

    /// <summary>Whether a docket that was found to be the same person's has a card in force, or may get one.</summary>
    private async Task<bool> HoldsAnotherAsync(Cardholder cardholder, CancellationToken cancellationToken)
    {
        foreach (var same in cardholder.Alike.Where(person => person.IsSame == true))
        {
            if (await dockets.LoadAsync(same.Id, cancellationToken) is { } other
                && (other.CurrentCard is not null || other.Cardholder.Clearance.Result == ClearanceResult.Cleared))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Signs the recorded claims with the recorded key version and commits the card. Null if another attempt got there first.</summary>
    /// <remarks>The replaced card leaves in the same transaction, and so does an expired one.</remarks>
    private async Task<Card?> SignAsync(
        Docket docket, Card intended, DateTimeOffset now, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        if (IssuingRules.Leaving(docket, intended.Replaces, now) is not { } leaving)
        {
            return null;
        }

        var toBeSigned = CredentialEncoder.ToBeSigned(KeyId.Parse(intended.KeyId), intended.Payload);
        var signature = await signer.SignAsync(intended.KeyVersion, SHA256.HashData(toBeSigned), cancellationToken);
        var issued = intended with { Status = CardStatus.Active, Signature = signature, IssuedBy = operation.Value, VacatedSite = null };
        var change = new DocketChange(CardLifecycle.KindOf(intended.Replaces)) { Cards = [issued, .. leaving] };
        if (await dockets.CommitAsync(docket, change, actor, operation, cancellationToken) is null)
        {
            return null;
        }

        telemetry.CardIssued();
        return issued;
    }
}
