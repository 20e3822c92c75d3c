using SecureDocket.Approvals;

namespace SecureDocket.Functions.Approvals;

/// <summary><c>GET /api/v1/approvals</c>: all requested commands.</summary>
public sealed class GetApprovalsFunction(ViewApprovals view)
{
    /// <summary>200 with a page of approvals.</summary>
    [Function("GetApprovals"), Access(Roles.ProgramAdministrator), Query("page")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/approvals")] HttpRequest request, CancellationToken cancellationToken) =>
        (await view.AllAsync(request.Query["page"], cancellationToken)).OrProblem(page =>
            JsonAnswer.Ok(new ApprovalsView([.. page.Items.Select(ApprovalView.Of)], page.Next), ApprovalsJson.Answers.ApprovalsView));
}
