using SecureDocket.Printing;

namespace SecureDocket.Functions.Cards;

/// <summary><c>GET /api/v1/cards/{cardNumber}/back.svg</c>: the back: portal, loss and what the card is not.</summary>
public sealed class GetCardBackFunction(PrintCard print)
{
    /// <summary>200 with the face in its printed size.</summary>
    [Function("GetCardBack")]
    [Access(Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/cards/{cardNumber}/back.svg")] HttpRequest request,
        string cardNumber,
        CancellationToken cancellationToken) => CardFaces.AnswerAsync(print, request, cardNumber, CardSide.Back, cancellationToken);
}
