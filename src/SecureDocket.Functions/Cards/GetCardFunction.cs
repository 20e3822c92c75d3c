using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Cards;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;

namespace SecureDocket.Functions.Cards;

/// <summary><c>GET /api/v1/cards/{cardNumber}</c>: a card's record.</summary>
public sealed class GetCardFunction(ViewCard view)
{
    /// <summary>200 with the card and the text of its QR code.</summary>
    [Function("GetCard")]
    [Access(Roles.EnrollmentOfficer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/cards/{cardNumber}")] HttpRequest request,
        string cardNumber,
        CancellationToken cancellationToken)
    {
        if (!CardNumber.TryParse(cardNumber, out var number))
        {
            return ProblemResult.Of(Refusals.NoSuchCard);
        }

        var result = await view.ExecuteAsync(number, request.Actor(), cancellationToken);
        return result.IsRefused
            ? ProblemResult.Of(result.Refusals)
            : Answer.Ok(
                CardView.Of(result.Value.CardholderId, result.Value.Card) with { Credential = result.Value.Card.CredentialText() },
                CardsJson.Answers.CardView);
    }
}
