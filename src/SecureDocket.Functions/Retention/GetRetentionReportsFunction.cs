using SecureDocket.Retention;

namespace SecureDocket.Functions.Retention;

/// <summary><c>GET /api/v1/retention/reports</c>: what the rules would have disposed of, night by night.</summary>
public sealed class GetRetentionReportsFunction(RetentionStore store)
{
    /// <summary>200 with a page of reports, latest first.</summary>
    [Function("GetRetentionReports"), Access(Roles.ProgramAdministrator, Roles.DocketAuditor), Query("page")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/retention/reports")] HttpRequest request,
        CancellationToken cancellationToken) => (await store.PageAsync(request.Query["page"], cancellationToken)).OrProblem(page =>
            JsonAnswer.Ok(new RetentionReportsView([.. page.Items.Select(RetentionReportView.Of)], page.Next), RetentionJson.Answers.RetentionReportsView));
}
