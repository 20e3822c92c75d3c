using SecureDocket.Closures;

namespace SecureDocket.Functions.Closures;

/// <summary><c>GET /api/v1/offices/{officeId}/closures/{closureId}/dates</c>: whose dates fell into a closure, and what became of them.</summary>
public sealed class GetOfficeClosureDatesFunction(ClosureRequests closures)
{
    /// <summary>200 with a page of dates, by cardholder.</summary>
    [Function("GetOfficeClosureDates"), Access(Roles.EnrollmentOfficer, Roles.ProgramAdministrator), Query("page")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/offices/{officeId}/closures/{closureId}/dates")] HttpRequest request,
        string officeId,
        string closureId,
        CancellationToken cancellationToken) => closures.DatesAsync(request, PlaceKind.Office, officeId, closureId, cancellationToken);
}
