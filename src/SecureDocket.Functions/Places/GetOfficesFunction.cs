using SecureDocket.CheckIns;

namespace SecureDocket.Functions.Places;

/// <summary><c>GET /api/v1/offices</c>: all offices, with how many come today.</summary>
public sealed class GetOfficesFunction(ViewOffices view)
{
    /// <summary>200 with a page by ID. A page may be short without being the last.</summary>
    [Function("GetOffices"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer, Roles.ProgramAdministrator), Query("page")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/offices")] HttpRequest request, CancellationToken cancellationToken) =>
        (await view.ExecuteAsync(request.Query["page"], cancellationToken)).OrProblem(page =>
            JsonAnswer.Ok(new OfficesView([.. page.Items.Select(ListedOfficeView.Of)], page.Next), PlacesJson.Answers.OfficesView));
}
