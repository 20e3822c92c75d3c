using SecureDocket.Approvals;

namespace SecureDocket.Functions.Approvals;

/// <summary><c>GET /api/v1/approvals/{approvalId}</c>: the requested command and its progress.</summary>
public sealed class GetApprovalFunction(ViewApprovals view)
{
    /// <summary>200 with the approval.</summary>
    [Function("GetApproval"), Access(Roles.ProgramAdministrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/approvals/{approvalId}")] HttpRequest request,
        string approvalId,
        CancellationToken cancellationToken) => (await view.OneAsync(approvalId, cancellationToken))
            .OrProblem(approval => JsonAnswer.Ok(ApprovalView.Of(approval), ApprovalsJson.Answers.ApprovalView));
}
