using SecureDocket.Cardholders;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>PUT /api/v1/cardholders/{cardholderId}/protection</c>: protects a person. It takes no reason, and none is kept.</summary>
public sealed class PutProtectionFunction(ProtectCardholder protect)
{
    /// <summary>200 with the docket's version, also when repeated.</summary>
    [Function("PutProtection"), Access(Roles.ProtectionSupervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/cardholders/{cardholderId}/protection")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(async id =>
            (await protect.ProtectAsync(id, request.Actor(), cancellationToken)).OrProblem(CardholderVersion.Answer));
}
