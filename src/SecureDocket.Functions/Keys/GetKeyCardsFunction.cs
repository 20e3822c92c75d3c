using SecureDocket.Cards;
using SecureDocket.Keys;
using SecureDocket.Storage;

namespace SecureDocket.Functions.Keys;

/// <summary><c>GET /api/v1/keys/{keyId}/cards</c>: the cards in force that a key signed, which its withdrawal kills and which are then to be issued anew.</summary>
public sealed class GetKeyCardsFunction(ViewKeyCards view)
{
    /// <summary>200 with a page of cards; it may be short, or empty, and not the last.</summary>
    [Function("GetKeyCards")]
    [Access(Roles.EnrollmentOfficer, Roles.ProgramAdministrator)]
    [Query("page")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/keys/{keyId}/cards")] HttpRequest request,
        string keyId,
        CancellationToken cancellationToken) => Address.Key(keyId).ThenAsync(async id => (await view.ExecuteAsync(id, request.Query["page"], cancellationToken))
            .OrProblem(page => Answer.Ok(KeyCardsView.Of(page), KeysJson.Answers.KeyCardsView)));
}

/// <summary>A page of the cards of a key.</summary>
/// <param name="Cards">The cards in force, those that expire first first.</param>
/// <param name="Next">The token of the next page.</param>
public sealed record KeyCardsView(IReadOnlyList<KeyCardView> Cards, string? Next)
{
    internal static KeyCardsView Of(Page<CardOnRecord> page) => new(
        [.. page.Items.Select(found => new KeyCardView(
            found.Card.Number.ToPrinted(), found.CardholderId.ToString(), found.Card.SiteId, Names.Of(found.Card.Status), found.Card.Expires))],
        page.Next);
}

/// <summary>A card to issue anew. It names nobody.</summary>
/// <param name="CardNumber">As printed.</param>
/// <param name="CardholderId">Whose card.</param>
/// <param name="SiteId">The issuing site.</param>
/// <param name="Status">active or suspended.</param>
/// <param name="Expires">When it expires.</param>
public sealed record KeyCardView(string CardNumber, string CardholderId, string SiteId, string Status, DateTimeOffset Expires);
