using SecureDocket.Cards;

namespace SecureDocket.Functions.Cards;

/// <summary><c>POST /api/v1/cards/{cardNumber}/reinstatement</c>: puts a suspended card back in force.</summary>
public sealed class ReinstateCardFunction(CardStatusCommands commands)
{
    /// <summary>200 with the card; 409 when it is not suspended, or the person is not cleared.</summary>
    [Function("ReinstateCard"), Access(Roles.EnrollmentOfficer, Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cards/{cardNumber}/reinstatement")] HttpRequest request,
        string cardNumber,
        CancellationToken cancellationToken) => commands.RunAsync(request, cardNumber, CardMove.Reinstate, StatusReasons.ToReinstate, cancellationToken);
}
