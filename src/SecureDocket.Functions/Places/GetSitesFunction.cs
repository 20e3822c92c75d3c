using SecureDocket.Places;

namespace SecureDocket.Functions.Places;

/// <summary><c>GET /api/v1/sites</c>: all sites with their quotas.</summary>
public sealed class GetSitesFunction(SiteStore sites)
{
    /// <summary>200 with a page by ID. A page may be short without being the last.</summary>
    [Function("GetSites"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer, Roles.ProgramAdministrator), Query("page")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/sites")] HttpRequest request, CancellationToken cancellationToken) =>
        (await sites.PageAsync(request.Query["page"], cancellationToken)).OrProblem(page =>
            JsonAnswer.Ok(new SitesView([.. page.Items.Select(SiteView.Of)], page.Next), PlacesJson.Answers.SitesView));
}
