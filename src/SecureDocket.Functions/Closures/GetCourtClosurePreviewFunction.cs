using SecureDocket.Closures;

namespace SecureDocket.Functions.Closures;

/// <summary><c>GET /api/v1/courts/{courtId}/closures/preview</c>: whom a closure of a court would touch.</summary>
public sealed class GetCourtClosurePreviewFunction(ClosureRequests closures)
{
    /// <summary>200 with the numbers of dates and openings; changes nothing.</summary>
    [Function("GetCourtClosurePreview"), Access(Roles.ProgramAdministrator), Query("day", "from", "to")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/courts/{courtId}/closures/preview")] HttpRequest request,
        string courtId,
        CancellationToken cancellationToken) => closures.PreviewAsync(request, PlaceKind.Court, courtId, cancellationToken);
}
