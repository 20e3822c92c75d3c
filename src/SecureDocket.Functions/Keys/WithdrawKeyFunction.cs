using SecureDocket.Functions.Approvals;
using SecureDocket.Keys;
using SecureDocket.Signing;

namespace SecureDocket.Functions.Keys;

/// <summary><c>POST /api/v1/keys/{keyId}/withdrawal</c>: requests the withdrawal of a key, which invalidates everything it signed.</summary>
public sealed class WithdrawKeyFunction(WithdrawKey withdraw, IdempotentRequests requests)
{
    /// <summary>202 with the pending approval by another administrator and the number of affected cards; 409 when the key is already withdrawn.</summary>
    [Function("WithdrawKey"), Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/keys/{keyId}/withdrawal")] HttpRequest request,
        string keyId,
        CancellationToken cancellationToken) => Address.Key(keyId).ThenAsync(id => requests.RunAsync(
            request,
            (json, faults) => json.OneOf("reason", WithdrawalReasons.All, faults)!,
            (form, actor, operation) => withdraw.ExecuteAsync(id, form, actor, operation, cancellationToken),
            approval => JsonAnswer.Given(202, ApprovalView.Of(approval), ApprovalsJson.Answers.ApprovalView, Links.Approval(approval.Id)),
            cancellationToken));
}
