using SecureDocket.Cardholders;
using SecureDocket.Dockets;
using SecureDocket.Places;

namespace SecureDocket.Cards;

/// <summary>The rules for issuing and replacing cards.</summary>
internal static class IssuingRules
{
    /// <summary>Every reason against issuing the ordered card that docket, order and site give.</summary>
    /// <param name="docket">The person's docket.</param>
    /// <param name="order">The order.</param>
    /// <param name="site">The site; null if there is none.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="options">The options of all cards.</param>
    /// <param name="now">The current time.</param>
    public static List<Refusal> ReasonsAgainst(Docket docket, CardOrder order, Site? site, Actor actor, CardOptions options, DateTimeOffset now)
    {
        List<Refusal> refusals = [];
        if (docket.Cardholder.Clearance.Result != ClearanceResult.Cleared)
        {
            refusals.Add(CardsRefusals.NotCleared(docket.Cardholder.Clearance.Result.ToString()));
        }

        if (docket.Cardholder.Photo is null)
        {
            refusals.Add(CardsRefusals.NoPhoto);
        }

        if (site?.HasSecondOfficer == true && docket.Cardholder.PhotoBy == actor.Id && docket.Cardholder.ClearanceBy == actor.Id)
        {
            refusals.Add(CardsRefusals.OneOfficer);
        }

        if (docket.Cardholder.Alike.Any(person => person.ReviewedBy is null))
        {
            refusals.Add(CardsRefusals.AlikePerson);
        }

        if (order.Replaces is { } replaces)
        {
            if (docket.Cards.FirstOrDefault(card => card.Number == replaces.Card && card.Signature is not null) is not { } old)
            {
                return [Refusals.NoSuchCard];
            }

            refusals.AddRange(CardLifecycle.Succeed(old.AsOf(now), replaces.Reason, now).Refusals);
        }
        else if (docket.CurrentCard?.AsOf(now) is { Status: not CardStatus.Expired } current)
        {
            refusals.Add(CardsRefusals.CardExists(current));
        }

        if (order.Face is { } face && docket.Cardholder.Photo is { } photo
            && !ThumbnailBudget.Fits(options, CardClaims.IdentityOf(docket, docket.Cards.Count + 1, photo.Hash, face)))
        {
            refusals.Add(CardsRefusals.Thumbnail(ThumbnailBudget.AlwaysFits));
        }

        if (site is null)
        {
            refusals.Add(Refusals.NoSuchSite);
        }
        else if (refusals.Count > 0 && site.Issued >= site.Quota)
        {
            // On its own this is no reason yet: the last card of the quota may be reserved for this very card.
            refusals.Add(CardsRefusals.QuotaUsedUp(site.Quota));
        }

        return refusals;
    }

    /// <summary>The cards that leave when the new one arrives. Null if the card to replace has changed since the decision.</summary>
    public static List<Card>? Leaving(Docket docket, Succession? replaces, DateTimeOffset now)
    {
        List<Card> leaving = [];
        foreach (var card in docket.Cards)
        {
            var after = card.AsOf(now);
            if (card.Number == replaces?.Card)
            {
                var succeeded = CardLifecycle.Succeed(after, replaces.Reason, now);
                if (succeeded.IsRefused)
                {
                    return null;
                }

                after = succeeded.Value;
            }

            if (after != card)
            {
                leaving.Add(after);
            }
        }

        return leaving;
    }
}
