using SecureDocket.Closures;

namespace SecureDocket.Functions.Closures;

/// <summary><c>GET /api/v1/offices/{officeId}/closures</c>: the closures of an office.</summary>
public sealed class GetOfficeClosuresFunction(ClosureRequests closures)
{
    /// <summary>200 with all of them, and what became of their dates.</summary>
    [Function("GetOfficeClosures"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer, Roles.DocketAuditor, Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/offices/{officeId}/closures")] HttpRequest request,
        string officeId,
        CancellationToken cancellationToken) => closures.ListAsync(PlaceKind.Office, officeId, cancellationToken);
}
