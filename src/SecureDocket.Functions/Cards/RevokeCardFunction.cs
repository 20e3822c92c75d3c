using SecureDocket.Cards;

namespace SecureDocket.Functions.Cards;

/// <summary><c>POST /api/v1/cards/{cardNumber}/revocation</c>: permanently revokes a card.</summary>
public sealed class RevokeCardFunction(CardStatusCommands commands)
{
    /// <summary>200 with the card; 409 when it is neither active nor suspended.</summary>
    [Function("RevokeCard"), Access(Roles.EnrollmentOfficer, Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cards/{cardNumber}/revocation")] HttpRequest request,
        string cardNumber,
        CancellationToken cancellationToken) => commands.RunAsync(request, cardNumber, CardMove.Revoke, StatusReasons.ToRevoke, cancellationToken);
}
