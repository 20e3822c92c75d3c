using System.Globalization;
using System.Security.Cryptography;
using SecureDocket.Cardholders;
using SecureDocket.Credentials;
using SecureDocket.Dockets;
using SecureDocket.Places;
using SecureDocket.Signing;
using SecureDocket.StatusLists;
using SecureDocket.Storage;

namespace SecureDocket.Cards;

/// <summary>Issues a card, possibly to replace another: decides, records the intent, signs, records the card.</summary>
/// <remarks>
/// The card number and status entry are derived, not random, so that a retry arrives at the same values and wastes
/// none. The claims are fixed with the intent. Wherever an attempt dies, the next one continues from the recorded state.
/// </remarks>
public sealed class IssueCard(
    DocketStore dockets, Lookups lookups, StatusIndexes statusIndexes, IssuedCards issuedCards, SiteStore sites, KeyRing keys,
    KeyRegister register, ISigningKeys signer, KeyedHash hash, CardOptions options, Telemetry telemetry, TimeProvider clock)
{
    private const int AttemptLimit = 8;
    private const int NumberAttemptLimit = 4;
    private const string CountryOfIssuance = "USA";

    private static readonly TimeSpan s_intentHoldsFor = TimeSpan.FromHours(1);

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
            if (await dockets.LoadAsync(cardholderId, cancellationToken) is not { } docket)
            {
                return Refusals.NoSuchCardholder;
            }

            if (docket.Cards.FirstOrDefault(card => card.Signature is not null && card.IssuedBy == operation.Value) is { } done)
            {
                return await AnswerAsync(cardholderId, done, cancellationToken);
            }

            var now = clock.GetUtcNow();
            var site = await sites.FindAsync(siteId, cancellationToken);
            var refusals = ReasonsAgainst(docket, order, site?.Site, actor, now);
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
                || !await StillHoldsAsync(docket, intended, order.Face, cancellationToken))
            {
                // An intent remembers only one vacated site; an earlier one is settled first, unless the intent moves back to it.
                if (docket.IntendedCard is { VacatedSite: { } left } moving && moving.SiteId != siteId && left != siteId)
                {
                    await sites.ReleaseAsync(left, moving.Number, cancellationToken);
                }

                var planned = await PlanAsync(docket, order, site!, operation, cancellationToken);
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
                    return QuotaUsedUp(site!.Site);
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

    private List<Refusal> ReasonsAgainst(Docket docket, CardOrder order, Site? site, Actor actor, DateTimeOffset now)
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
            && !ThumbnailBudget.Fits(options, IdentityOf(docket, docket.Cards.Count + 1, photo.Hash, face)))
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
            refusals.Add(QuotaUsedUp(site));
        }

        return refusals;
    }

    private static Refusal QuotaUsedUp(Site site) =>
        CardsRefusals.QuotaUsedUp(site.Quota);

    /// <summary>Reserves the index rows that the card needs and fixes its claims. Nothing counts until the intent is committed.</summary>
    /// <remarks>An intent that no longer holds is planned again under its own number and status entry: nothing signed for it has left.</remarks>
    private async Task<Result<Card>> PlanAsync(
        Docket docket, CardOrder order, StoredSite site, OperationId operation, CancellationToken cancellationToken)
    {
        var earlier = docket.IntendedCard;
        var serial = earlier?.Serial ?? docket.Cards.Count + 1;
        var number = earlier?.Number ?? await ClaimNumberAsync(docket.Cardholder.Id, serial, cancellationToken);

        // An intent that moves names both sites before a quota is taken or returned, so that no crash leaks one.
        var vacated = earlier is null || earlier.SiteId == site.Site.Id ? earlier?.VacatedSite : earlier.SiteId;
        if (vacated is null && !await sites.ReserveAsync(site, number, cancellationToken))
        {
            return QuotaUsedUp(site.Site);
        }

        var entry = earlier is null ? await statusIndexes.AllocateAsync(number, cancellationToken) : new(earlier.StatusList, earlier.StatusIndex);
        if (entry is null)
        {
            return CardsRefusals.StatusListFull;
        }

        // Both use the same moment, so that the card is issued while its key is the signing key.
        var now = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());
        var key = await keys.CardSignerAsync(site.Site.Id, now, cancellationToken);
        var card = new Card
        {
            Number = number,
            Serial = serial,
            Status = CardStatus.Intended,
            SiteId = site.Site.Id,
            StatusList = entry.List,
            StatusIndex = entry.Index,
            KeyVersion = key.Version,
            KeyId = key.Public.Id.ToString(),
            PhotoHash = docket.Cardholder.Photo!.Hash,
            IssuedAt = now,
            Expires = now + options.Validity,
            Payload = [],
            IssuedBy = operation.Value,
            Replaces = order.Replaces,
            VacatedSite = vacated,
        };
        await issuedCards.AddAsync(docket.Cardholder.Id, card, cancellationToken);
        return card with { Payload = PayloadOf(docket, card, order.Face) };
    }

    /// <summary>
    /// Whether docket and order would still give the claims fixed with the intent, the claims are recent, and their key is still the
    /// signing key.
    /// </summary>
    private async Task<bool> StillHoldsAsync(Docket docket, Card intended, Face? face, CancellationToken cancellationToken) =>
        clock.GetUtcNow() - intended.IssuedAt < s_intentHoldsFor
        && await keys.StillSignsAsync(KeyId.Parse(intended.KeyId), clock.GetUtcNow(), cancellationToken)
        && intended.Payload.AsSpan().SequenceEqual(PayloadOf(docket, intended with { PhotoHash = docket.Cardholder.Photo!.Hash }, face));

    private byte[] PayloadOf(Docket docket, Card card, Face? face) => CredentialEncoder.EncodePayload(new Credential
    {
        Issuer = options.Issuer,
        CardNumber = card.Number.ToString(),
        IssuedAt = card.IssuedAt,
        NotBefore = card.IssuedAt,
        Expires = card.Expires,
        Status = new StatusReference(options.StatusListUri(card.StatusList), card.StatusIndex),
        Identity = IdentityOf(docket, card.Serial, card.PhotoHash, face),
    });

    private static Identity IdentityOf(Docket docket, int serial, string photoHash, Face? face) => new()
    {
        Id = serial.ToString(CultureInfo.InvariantCulture),
        FullName = docket.Cardholder.Details.LatinName,
        BirthDate = docket.Cardholder.Details.BirthDate.ToClaim(),
        Nationality = docket.Cardholder.Details.Nationality,
        CountryOfIssuance = CountryOfIssuance,
        Face = face,
        PhotoHash = Convert.FromHexString(photoHash),
        DocketKey = docket.Cardholder.Id.ToBytes(),
    };

    private async Task<CardNumber> ClaimNumberAsync(CardholderId id, int serial, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < NumberAttemptLimit; attempt++)
        {
            var seed = string.Create(CultureInfo.InvariantCulture, $"{id}|{serial}|{attempt}");
            var number = CardNumber.FromBytes(hash.Of("card-number", seed));
            if (await lookups.ClaimAsync(LookupKind.CardNumber, number.ToString(), id, cancellationToken) == id)
            {
                return number;
            }
        }

        // Four collisions among 2^55 numbers cannot be chance.
        throw new DependencyUnavailableException("contention");
    }

    /// <summary>Signs the recorded claims with the recorded key version and commits the card. Null if another attempt got there first.</summary>
    /// <remarks>The replaced card leaves in the same transaction, and so does an expired one.</remarks>
    private async Task<Card?> SignAsync(
        Docket docket, Card intended, DateTimeOffset now, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        if (Leaving(docket, intended.Replaces, now) is not { } leaving)
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

    /// <summary>The cards that leave when the new one arrives. Null if the card to replace has changed since the decision.</summary>
    private static List<Card>? Leaving(Docket docket, Succession? replaces, DateTimeOffset now)
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
