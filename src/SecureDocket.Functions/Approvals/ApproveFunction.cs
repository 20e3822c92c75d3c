using SecureDocket.Approvals;

namespace SecureDocket.Functions.Approvals;

/// <summary><c>POST /api/v1/approvals/{approvalId}/approval</c>: approves what another administrator asked for.</summary>
public sealed class ApproveFunction(Approve approve, IdempotentRequests requests)
{
    /// <summary>200 with the approval, carried out as far as fits into a request; the rest follows by itself.</summary>
    [Function("Approve")]
    [Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/approvals/{approvalId}/approval")] HttpRequest request,
        string approvalId,
        CancellationToken cancellationToken) => requests.RunAsync(
            request,
            (actor, _) => approve.ExecuteAsync(approvalId, actor, cancellationToken),
            approval => Answer.Given(200, ApprovalView.Of(approval), ApprovalsJson.Answers.ApprovalView),
            cancellationToken);
}
