using SecureDocket.Closures;

namespace SecureDocket.Functions.Closures;

/// <summary><c>POST /api/v1/offices/{officeId}/closures/{closureId}/withdrawal</c>: opens an office again.</summary>
public sealed class WithdrawOfficeClosureFunction(ClosureRequests closures)
{
    /// <summary>200 with the withdrawn closure; whoever was told keeps the new date.</summary>
    [Function("WithdrawOfficeClosure"), Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/offices/{officeId}/closures/{closureId}/withdrawal")] HttpRequest request,
        string officeId,
        string closureId,
        CancellationToken cancellationToken) => closures.WithdrawAsync(request, PlaceKind.Office, officeId, closureId, cancellationToken);
}
