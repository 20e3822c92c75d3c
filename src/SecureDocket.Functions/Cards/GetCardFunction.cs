using SecureDocket.Cards;

namespace SecureDocket.Functions.Cards;

/// <summary><c>GET /api/v1/cards/{cardNumber}</c>: a card's record.</summary>
public sealed class GetCardFunction(ViewCard view)
{
    /// <summary>200 with the card and the text of its QR code.</summary>
    [Function("GetCard"), Access(Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/cards/{cardNumber}")] HttpRequest request,
        string cardNumber,
        CancellationToken cancellationToken) => Address.Card(cardNumber).ThenAsync(async id => (await view.ExecuteAsync(id, request.Actor(), cancellationToken))
            .OrProblem(found => JsonAnswer.Ok(
                CardView.Of(found.CardholderId, found.Card) with { Credential = found.Card.CredentialText() }, CardsJson.Answers.CardView)));
}
