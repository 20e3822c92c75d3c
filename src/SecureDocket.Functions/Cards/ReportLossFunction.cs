using SecureDocket.Cards;

namespace SecureDocket.Functions.Cards;

/// <summary><c>POST /api/v1/cards/{cardNumber}/loss</c>: suspends a card because its holder has lost it.</summary>
public sealed class ReportLossFunction(CardStatusCommands commands)
{
    /// <summary>200 with the card, suspended; 409 when it is not active.</summary>
    [Function("ReportLoss"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cards/{cardNumber}/loss")] HttpRequest request,
        string cardNumber,
        CancellationToken cancellationToken) => commands.RunAsync(request, cardNumber, CardMove.ReportLost, StatusReasons.ToReport, cancellationToken);
}
