using System.Globalization;
using SecureDocket.Credentials;
using SecureDocket.Dockets;
using SecureDocket.Places;
using SecureDocket.Signing;
using SecureDocket.StatusLists;
using SecureDocket.Storage;

namespace SecureDocket.Cards;

/// <summary>Plans the intended card, which a docket records before the card is signed.</summary>
/// <remarks>
/// The card number and status entry are derived, not random, so that a retry arrives at the same values and wastes
/// none. The claims are fixed with the intent.
/// </remarks>
public sealed class CardIntents(
    Lookups lookups, StatusIndexes statusIndexes, IssuedCards issuedCards, SiteStore sites, KeyRing keys, KeyedHash hash, CardOptions options, TimeProvider clock)
{
    private const int NumberAttemptLimit = 4;

    private static readonly TimeSpan s_holdsFor = TimeSpan.FromHours(1);

    /// <summary>Reserves the index rows that the card needs and fixes its claims. Nothing counts until the intent is committed.</summary>
    /// <remarks>An outdated intent is planned again with the same number and status entry, because no signature made for it was given out.</remarks>
    internal async Task<Result<Card>> PlanAsync(
        Docket docket, CardOrder order, Stored<Site> site, OperationId operation, CancellationToken cancellationToken)
    {
        var earlier = docket.IntendedCard;
        var serial = earlier?.Serial ?? docket.Cards.Count + 1;
        var number = earlier?.Number ?? await ClaimNumberAsync(docket.Cardholder.Id, serial, cancellationToken);

        // If the site changes, the intent names both sites before quota is taken or returned, so that a crash cannot leak any.
        var vacated = earlier is null || earlier.SiteId == site.Value.Id ? earlier?.VacatedSite : earlier.SiteId;
        if (vacated is null && !await sites.ReserveAsync(site, number, cancellationToken))
        {
            return CardsRefusals.QuotaUsedUp(site.Value.Quota);
        }

        var entry = earlier is null ? await statusIndexes.AllocateAsync(number, cancellationToken) : new(earlier.StatusList, earlier.StatusIndex);
        if (entry is null)
        {
            return CardsRefusals.StatusListFull;
        }

        // Both use the same moment, so that the card is issued while its key is the signing key.
        var now = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());
        var key = await keys.CardSignerAsync(site.Value.Id, now, cancellationToken);
        var card = new Card
        {
            Number = number,
            Serial = serial,
            Status = CardStatus.Intended,
            SiteId = site.Value.Id,
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
        return card with { Payload = CardClaims.Encode(options, docket, card, order.Face) };
    }

    /// <summary>
    /// Whether docket and order would still give the claims fixed with the intent, the claims are recent, and their key is still the
    /// signing key.
    /// </summary>
    internal async Task<bool> StillHoldsAsync(Docket docket, Card intended, Face? face, CancellationToken cancellationToken) =>
        clock.GetUtcNow() - intended.IssuedAt < s_holdsFor
        && await keys.StillSignsAsync(KeyId.Parse(intended.KeyId), clock.GetUtcNow(), cancellationToken)
        && intended.Payload.AsSpan().SequenceEqual(CardClaims.Encode(options, docket, intended with { PhotoHash = docket.Cardholder.Photo!.Hash }, face));

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
}
