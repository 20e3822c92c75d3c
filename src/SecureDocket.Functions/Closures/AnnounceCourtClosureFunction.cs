using SecureDocket.Closures;

namespace SecureDocket.Functions.Closures;

/// <summary><c>POST /api/v1/courts/{courtId}/closures</c>: closes a court for hours or a day, although people have dates there.</summary>
public sealed class AnnounceCourtClosureFunction(ClosureRequests closures)
{
    /// <summary>201 with the closure, whose people are told from the next minute on; 202 with the approval that it needs.</summary>
    [Function("AnnounceCourtClosure"), Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/courts/{courtId}/closures")] HttpRequest request,
        string courtId,
        CancellationToken cancellationToken) => closures.AnnounceAsync(request, PlaceKind.Court, courtId, cancellationToken);
}
