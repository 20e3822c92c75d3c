using SecureDocket.Places;

namespace SecureDocket.Functions.Places;

/// <summary><c>GET /api/v1/courts</c>: all courts.</summary>
public sealed class GetCourtsFunction(CourtStore courts, TimeProvider clock)
{
    /// <summary>200 with a page by ID. A page may be short without being the last.</summary>
    [Function("GetCourts"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer, Roles.CourtRegistrar, Roles.ProgramAdministrator), Query("page")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/courts")] HttpRequest request, CancellationToken cancellationToken) =>
        (await courts.PageAsync(request.Query["page"], cancellationToken)).OrProblem(page =>
            JsonAnswer.Ok(new CourtsView([.. page.Items.Select(court => ListedCourtView.Of(court, clock.GetCurrentInstant()))], page.Next), PlacesJson.Answers.CourtsView));
}
