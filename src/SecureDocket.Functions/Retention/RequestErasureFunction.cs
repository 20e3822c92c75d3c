using SecureDocket.Dockets;
using SecureDocket.Functions.Approvals;
using SecureDocket.Retention;

namespace SecureDocket.Functions.Retention;

/// <summary><c>POST /api/v1/erasures</c>: requests the erasure of a docket, after which nobody can read anything of it.</summary>
public sealed class RequestErasureFunction(RequestErasure erasure, IdempotentRequests requests)
{
    /// <summary>202 with the pending approval by another administrator; 409 for a docket on hold or one that was erased.</summary>
    [Function("RequestErasure"), Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/erasures")] HttpRequest request,
        CancellationToken cancellationToken) => requests.RunAsync(
            request,
            Read,
            (form, actor, operation) => erasure.ExecuteAsync(form.Docket, form.Reason, actor, operation, cancellationToken),
            approval => JsonAnswer.Given(202, ApprovalView.Of(approval), ApprovalsJson.Answers.ApprovalView, Links.Approval(approval.Id)),
            cancellationToken);

    private static (CardholderId Docket, string Reason) Read(JsonForm json, List<Refusal> faults)
    {
        if (!CardholderId.TryParse(json.Text("cardholderId"), out var docket))
        {
            faults.Add(new("invalid", "Must be the cardholder's ID.", "cardholderId"));
        }

        return (docket, json.OneOf("reason", ErasureReasons.All, faults)!);
    }
}
