using SecureDocket.Functions.Approvals;
using SecureDocket.Retention;

namespace SecureDocket.Functions.Retention;

/// <summary><c>POST /api/v1/retention/reports/{reportId}/release</c>: requests that what a report lists is disposed of.</summary>
public sealed class ReleaseRetentionReportFunction(ReleaseReport release, IdempotentRequests requests)
{
    /// <summary>202 with the pending approval by another administrator; 409 for a report that cannot be released.</summary>
    [Function("ReleaseRetentionReport"), Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/retention/reports/{reportId}/release")] HttpRequest request,
        string reportId,
        CancellationToken cancellationToken) => requests.RunAsync(
            request,
            (actor, operation) => release.ExecuteAsync(reportId, actor, operation, cancellationToken),
            approval => JsonAnswer.Given(202, ApprovalView.Of(approval), ApprovalsJson.Answers.ApprovalView, Links.Approval(approval.Id)),
            cancellationToken);
}
