using SecureDocket.Printing;

namespace SecureDocket.Functions.Cards;

/// <summary><c>GET /api/v1/cards/{cardNumber}/front.svg</c>: the front: photo, identity and credential.</summary>
public sealed class GetCardFrontFunction(PrintCard print)
{
    /// <summary>200 with the face at its printed size.</summary>
    [Function("GetCardFront"), Access(Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/cards/{cardNumber}/front.svg")] HttpRequest request,
        string cardNumber,
        CancellationToken cancellationToken) => CardFaces.AnswerAsync(print, request, cardNumber, CardSide.Front, cancellationToken);
}
