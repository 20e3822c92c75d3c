using SecureDocket.Cardholders;

namespace SecureDocket.Functions.Retention;

/// <summary><c>DELETE /api/v1/cardholders/{cardholderId}/hold</c>: lifts the hold on a docket.</summary>
public sealed class LiftHoldFunction(HoldDocket hold)
{
    /// <summary>204, whether or not there was a hold.</summary>
    [Function("LiftHold"), Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/cardholders/{cardholderId}/hold")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(async id => (await hold.LiftAsync(id, request.Actor(), cancellationToken))
            .OrProblem(_ => Results.NoContent()));
}
