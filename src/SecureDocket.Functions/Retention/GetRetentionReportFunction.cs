using SecureDocket.Retention;

namespace SecureDocket.Functions.Retention;

/// <summary><c>GET /api/v1/retention/reports/{reportId}</c>: what the rules would dispose of.</summary>
public sealed class GetRetentionReportFunction(RetentionStore store)
{
    /// <summary>200 with the report.</summary>
    [Function("GetRetentionReport"), Access(Roles.ProgramAdministrator, Roles.DocketAuditor)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/retention/reports/{reportId}")] HttpRequest request,
        string reportId,
        CancellationToken cancellationToken) => await store.FindAsync(reportId, cancellationToken) is { } report
            ? JsonAnswer.Ok(RetentionReportView.Of(report), RetentionJson.Answers.RetentionReportView)
            : ProblemResult.Of([Refusals.NoSuchReport]);
}
