using SecureDocket.Closures;

namespace SecureDocket.Functions.Closures;

/// <summary><c>POST /api/v1/courts/{courtId}/closures/{closureId}/withdrawal</c>: opens a court again.</summary>
public sealed class WithdrawCourtClosureFunction(ClosureRequests closures)
{
    /// <summary>200 with the withdrawn closure; whoever was told keeps the new date.</summary>
    [Function("WithdrawCourtClosure"), Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/courts/{courtId}/closures/{closureId}/withdrawal")] HttpRequest request,
        string courtId,
        string closureId,
        CancellationToken cancellationToken) => closures.WithdrawAsync(request, PlaceKind.Court, courtId, closureId, cancellationToken);
}
