using SecureDocket.Cards;

namespace SecureDocket.Functions.Cards;

/// <summary><c>POST /api/v1/cards/{cardNumber}/suspension</c>: temporarily suspends a card.</summary>
public sealed class SuspendCardFunction(CardStatusCommands commands)
{
    /// <summary>200 with the card; 409 when it is not active.</summary>
    [Function("SuspendCard"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer, Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cards/{cardNumber}/suspension")] HttpRequest request,
        string cardNumber,
        CancellationToken cancellationToken) => commands.RunAsync(request, cardNumber, CardMove.Suspend, StatusReasons.ToSuspend, cancellationToken);
}
