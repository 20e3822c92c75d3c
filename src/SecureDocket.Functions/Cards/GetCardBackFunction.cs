using SecureDocket.Printing;

namespace SecureDocket.Functions.Cards;

/// <summary><c>GET /api/v1/cards/{cardNumber}/back.svg</c>: the back: portal address, loss contact and disclaimer.</summary>
public sealed class GetCardBackFunction(PrintCard print)
{
    /// <summary>200 with the face at its printed size.</summary>
    [Function("GetCardBack"), Access(Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/cards/{cardNumber}/back.svg")] HttpRequest request,
        string cardNumber,
        CancellationToken cancellationToken) => CardFaces.AnswerAsync(print, request, cardNumber, CardSide.Back, cancellationToken);
}
