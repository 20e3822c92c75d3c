using System.Globalization;
using System.Security.Cryptography;
using SecureDocket.Clearances;
using SecureDocket.Credentials;
using SecureDocket.Dockets;
using SecureDocket.Keys;
using SecureDocket.Places;
using SecureDocket.Storage;

namespace SecureDocket.Cards;

/// <summary>Issues a card: decides, records the intent, signs, records the card.</summary>
/// <remarks>
/// Card number and status entry are derived, not drawn, so that a repeated attempt arrives at the same names and wastes
/// none. The claims are fixed with the intent; wherever an attempt dies, the next one carries on from what is recorded.
/// </remarks>
public sealed class IssueCard(
    DocketStore dockets, Lookups lookups, StatusIndexes statusIndexes, IssuedCards issuedCards, SiteStore sites, KeyRing keys,
    ISigningKeys signer, KeyedHash hash, CardOptions options, TimeProvider clock)
{
    private const int AttemptLimit = 8;
    private const int NumberAttemptLimit = 4;
    private const string CountryOfIssuance = "USA";

    private static readonly TimeSpan s_intentHoldsFor = TimeSpan.FromHours(1);

    /// <summary>Issues a card for a cardholder at a site, or says everything that stands against it.</summary>
    /// <param name="cardholderId">Whose card.</param>
    /// <param name="siteId">The issuing site.</param>
    /// <param name="actor">Who commands.</param>
    /// <param name="operation">The same for every repetition of one request.</param>
    /// <param name="cancellationToken">Ends the wait; repeating the request carries on.</param>
    public async Task<Result<Card>> ExecuteAsync(
        CardholderId cardholderId, string siteId, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        CardNumber? reserved = null;
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await dockets.LoadAsync(cardholderId, cancellationToken) is not { } docket)
            {
                return Refusals.NoSuchCardholder;
            }

            if (docket.CurrentCard is { } current && current.IssuedBy == operation.Value)
            {
                return current;
            }

            var site = await sites.FindAsync(siteId, cancellationToken);
            var refusals = ReasonsAgainst(docket, site?.Site);
            if (refusals.Count > 0)
            {
                // A race lost to a request at another site: this site's place is free again.
                if (reserved is { } lost && docket.CurrentCard is { } winner && winner.SiteId != siteId)
                {
                    await sites.ReleaseAsync(siteId, lost, cancellationToken);
                }

                return refusals;
            }

            if (docket.IntendedCard is not { } intended || intended.SiteId != siteId || !await StillHoldsAsync(docket, intended, cancellationToken))
            {
                var planned = await PlanAsync(docket, site!, operation, cancellationToken);
                if (planned.IsRefused)
                {
                    return planned;
                }

                reserved = planned.Value.Number;
                var change = new DocketChange("card-intended") { Cards = [planned.Value] };
                if (await dockets.CommitAsync(docket, change, actor, operation, cancellationToken) is not { IntendedCard: { } recorded } after)
                {
                    continue;
                }

                if (docket.IntendedCard is { } before && before.SiteId != siteId)
                {
                    await sites.ReleaseAsync(before.SiteId, before.Number, cancellationToken);
                }

                (docket, intended) = (after, recorded);
            }

            if (await SignAsync(docket, intended, actor, operation, cancellationToken) is { } issued)
            {
                return issued;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private static List<Refusal> ReasonsAgainst(Docket docket, Site? site)
    {
        List<Refusal> refusals = [];
        if (docket.Cardholder.Clearance.Result != ClearanceResult.Cleared)
        {
            refusals.Add(new("not-cleared", $"The clearance is {docket.Cardholder.Clearance.Result}; a card needs Cleared."));
        }

        if (docket.Cardholder.Photo is null)
        {
            refusals.Add(new("no-photo", "No photo is enrolled."));
        }

        if (docket.CurrentCard is { } current)
        {
            refusals.Add(new("card-exists", $"A card of this cardholder is {current.Status}; replace or revoke it first."));
        }

        if (site is null)
        {
            refusals.Add(Refusals.NoSuchSite);
        }
        else if (refusals.Count > 0 && site.Issued >= site.Quota)
        {
            // Alone it is no reason yet: the last place may be kept for this very card.
            refusals.Add(QuotaUsedUp(site));
        }

        return refusals;
    }

    private static Refusal QuotaUsedUp(Site site) =>
        new("quota-used-up", $"The site has issued all {site.Quota.ToString(CultureInfo.InvariantCulture)} cards of its quota.");

    /// <summary>Takes the index rows that the card needs, and fixes its claims. Nothing here counts before the intent is committed.</summary>
    /// <remarks>An intent that no longer holds is planned anew under its own number and entry: nothing signed of it has left.</remarks>
    private async Task<Result<Card>> PlanAsync(Docket docket, StoredSite site, OperationId operation, CancellationToken cancellationToken)
    {
        var earlier = docket.IntendedCard;
        var serial = earlier?.Serial ?? docket.Cards.Count + 1;
        var number = earlier?.Number ?? await ClaimNumberAsync(docket.Cardholder.Id, serial, cancellationToken);
        if (!await sites.ReserveAsync(site, number, cancellationToken))
        {
            return QuotaUsedUp(site.Site);
        }

        var entry = earlier is null ? await statusIndexes.AllocateAsync(number, cancellationToken) : new(earlier.StatusList, earlier.StatusIndex);
        if (entry is null)
        {
            return new Refusal("status-list-full", "The status lists take no more cards; an operator must open another.");
        }

        // One moment for both, so that the card is issued while its key signs.
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
        };
        await issuedCards.AddAsync(docket.Cardholder.Id, card, cancellationToken);
        return card with { Payload = PayloadOf(docket, card) };
    }

    /// <summary>Whether the docket would still give the claims that were fixed with the intent, they are recent, and their key still signs.</summary>
    private async Task<bool> StillHoldsAsync(Docket docket, Card intended, CancellationToken cancellationToken) =>
        clock.GetUtcNow() - intended.IssuedAt < s_intentHoldsFor
        && await keys.StillSignsAsync(KeyId.Parse(intended.KeyId), clock.GetUtcNow(), cancellationToken)
        && intended.Payload.AsSpan().SequenceEqual(PayloadOf(docket, intended with { PhotoHash = docket.Cardholder.Photo!.Hash }));

    private byte[] PayloadOf(Docket docket, Card card) => CredentialEncoder.EncodePayload(new Credential
    {
        Issuer = options.Issuer,
        CardNumber = card.Number.ToString(),
        IssuedAt = card.IssuedAt,
        NotBefore = card.IssuedAt,
        Expires = card.Expires,
        Status = new StatusReference(options.StatusListUri(card.StatusList), card.StatusIndex),
        Identity = new Identity
        {
            Id = card.Serial.ToString(CultureInfo.InvariantCulture),
            FullName = docket.Cardholder.Details.LatinName,
            BirthDate = docket.Cardholder.Details.BirthDate.ToClaim(),
            Nationality = docket.Cardholder.Details.Nationality,
            CountryOfIssuance = CountryOfIssuance,
            PhotoHash = Convert.FromHexString(card.PhotoHash),
            DocketKey = docket.Cardholder.Id.ToBytes(),
        },
    });

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

        // Four collisions in 2^55 numbers are no accident.
        throw new DependencyUnavailableException("contention");
    }

    /// <summary>Signs the recorded claims with the recorded key version and commits the card. Null when another attempt got there first.</summary>
    private async Task<Card?> SignAsync(Docket docket, Card intended, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        var toBeSigned = CredentialEncoder.ToBeSigned(KeyId.Parse(intended.KeyId), intended.Payload);
        var signature = await signer.SignAsync(intended.KeyVersion, SHA256.HashData(toBeSigned), cancellationToken);
        var issued = intended with { Status = CardStatus.Active, Signature = signature, IssuedBy = operation.Value };
        var change = new DocketChange("card-issued") { Cards = [issued] };
        return await dockets.CommitAsync(docket, change, actor, operation, cancellationToken) is null ? null : issued;
    }
}
