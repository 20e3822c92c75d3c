using SecureDocket.Approvals;

namespace SecureDocket.Functions.Approvals;

/// <summary><c>POST /api/v1/approvals/{approvalId}/approval</c>: approves another administrator's request.</summary>
public sealed class ApproveFunction(Approve approve, IdempotentRequests requests)
{
    /// <summary>200 with the approval, executed as far as possible within the request; a timer completes the rest.</summary>
    [Function("Approve"), Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/approvals/{approvalId}/approval")] HttpRequest request,
        string approvalId,
        CancellationToken cancellationToken) => requests.RunAsync(
            request,
            (actor, _) => approve.ExecuteAsync(approvalId, actor, cancellationToken),
            approval => JsonAnswer.Given(200, ApprovalView.Of(approval), ApprovalsJson.Answers.ApprovalView),
            cancellationToken);
}
