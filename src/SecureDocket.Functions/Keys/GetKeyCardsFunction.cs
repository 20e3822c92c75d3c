using SecureDocket.Cards;
using SecureDocket.Keys;
using SecureDocket.Storage;

namespace SecureDocket.Functions.Keys;

/// <summary><c>GET /api/v1/keys/{keyId}/cards</c>: the cards in force signed by a key. Withdrawing the key invalidates them, and they must be reissued.</summary>
public sealed class GetKeyCardsFunction(ViewKeyCards view)
{
    /// <summary>200 with a page of cards, which may be short or empty without being the last.</summary>
    [Function("GetKeyCards"), Access(Roles.EnrollmentOfficer, Roles.ProgramAdministrator), Query("page")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/keys/{keyId}/cards")] HttpRequest request,
        string keyId,
        CancellationToken cancellationToken) => Address.Key(keyId).ThenAsync(async id => (await view.ExecuteAsync(id, request.Query["page"], cancellationToken))
            .OrProblem(page => JsonAnswer.Ok(KeyCardsView.Of(page), KeysJson.Answers.KeyCardsView)));
}

/// <summary>A page of a key's cards.</summary>
/// <param name="Cards">The cards in force, ordered by expiry.</param>
/// <param name="Next">The token for the next page.</param>
public sealed record KeyCardsView(IReadOnlyList<KeyCardView> Cards, string? Next)
{
    internal static KeyCardsView Of(Page<CardOnRecord> page) => new(
        [.. page.Items.Select(found => new KeyCardView(
            found.Card.Number.ToPrinted(), found.CardholderId.ToString(), found.Card.SiteId, Names.Of(found.Card.Status), found.Card.Expires))],
        page.Next);
}

/// <summary>A card to reissue. Identifies no person by name.</summary>
/// <param name="CardNumber">The card number as printed.</param>
/// <param name="CardholderId">The cardholder.</param>
/// <param name="SiteId">The issuing site.</param>
/// <param name="Status">The status: active or suspended.</param>
/// <param name="Expires">When it expires.</param>
public sealed record KeyCardView(string CardNumber, string CardholderId, string SiteId, string Status, DateTimeOffset Expires);
