using SecureDocket.CheckIns;

namespace SecureDocket.Functions.CheckIns;

/// <summary><c>GET /api/v1/offices/{officeId}/work</c>: what an office has to do about its people.</summary>
public sealed class GetOfficeWorkFunction(ViewOfficeWork view)
{
    /// <summary>200 with a page, oldest first. A page may be short or empty without being the last.</summary>
    [Function("GetOfficeWork"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer), Query("page")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/offices/{officeId}/work")] HttpRequest request,
        string officeId,
        CancellationToken cancellationToken) => (await view.ExecuteAsync(officeId, request.Query["page"], request.Actor(), cancellationToken)).OrProblem(page =>
            JsonAnswer.Ok(new OfficeWorkView([.. page.Items.Select(entry => WorkItemView.Of(entry, request.Actor()))], page.Next), CheckInsJson.Answers.OfficeWorkView));
}
