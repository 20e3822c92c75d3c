using SecureDocket.Closures;

namespace SecureDocket.Functions.Closures;

/// <summary><c>GET /api/v1/offices/{officeId}/closures/preview</c>: whom a closure of an office would touch.</summary>
public sealed class GetOfficeClosurePreviewFunction(ClosureRequests closures)
{
    /// <summary>200 with the numbers of dates and openings; changes nothing.</summary>
    [Function("GetOfficeClosurePreview"), Access(Roles.ProgramAdministrator), Query("day", "from", "to")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/offices/{officeId}/closures/preview")] HttpRequest request,
        string officeId,
        CancellationToken cancellationToken) => closures.PreviewAsync(request, PlaceKind.Office, officeId, cancellationToken);
}
