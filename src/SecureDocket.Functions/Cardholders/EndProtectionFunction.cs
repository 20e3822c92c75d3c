using SecureDocket.Cardholders;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>DELETE /api/v1/cardholders/{cardholderId}/protection</c>: ends a person's protection.</summary>
public sealed class EndProtectionFunction(ProtectCardholder protect)
{
    /// <summary>204, whether or not the person was protected.</summary>
    [Function("EndProtection"), Access(Roles.ProtectionSupervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/cardholders/{cardholderId}/protection")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(async id =>
            (await protect.EndAsync(id, request.Actor(), cancellationToken)).OrProblem(_ => Results.NoContent()));
}
