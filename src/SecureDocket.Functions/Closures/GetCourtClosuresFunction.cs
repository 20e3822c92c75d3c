using SecureDocket.Closures;

namespace SecureDocket.Functions.Closures;

/// <summary><c>GET /api/v1/courts/{courtId}/closures</c>: the closures of a court.</summary>
public sealed class GetCourtClosuresFunction(ClosureRequests closures)
{
    /// <summary>200 with all of them, and what became of their dates.</summary>
    [Function("GetCourtClosures"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer, Roles.CourtRegistrar, Roles.DocketAuditor, Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/courts/{courtId}/closures")] HttpRequest request,
        string courtId,
        CancellationToken cancellationToken) => closures.ListAsync(PlaceKind.Court, courtId, cancellationToken);
}
