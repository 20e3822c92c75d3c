using SecureDocket.Closures;

namespace SecureDocket.Functions.Closures;

/// <summary><c>POST /api/v1/offices/{officeId}/closures</c>: closes an office for hours or a day, although people have dates there.</summary>
public sealed class AnnounceOfficeClosureFunction(ClosureRequests closures)
{
    /// <summary>201 with the closure, whose people are told from the next minute on; 202 with the approval that it needs.</summary>
    [Function("AnnounceOfficeClosure"), Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/offices/{officeId}/closures")] HttpRequest request,
        string officeId,
        CancellationToken cancellationToken) => closures.AnnounceAsync(request, PlaceKind.Office, officeId, cancellationToken);
}
