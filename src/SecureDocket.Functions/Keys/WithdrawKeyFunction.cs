using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Credentials;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Approvals;
using SecureDocket.Functions.Commands;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;
using SecureDocket.Keys;
using SecureDocket.Signing;
using SecureDocket.Storage;

namespace SecureDocket.Functions.Keys;

/// <summary><c>POST /api/v1/keys/{keyId}/withdrawal</c>: asks for a key to be put out of force with all that it signed.</summary>
public sealed class WithdrawKeyFunction(WithdrawKey withdraw, IdempotentRequests idempotent)
{
    /// <summary>202 with the approval that another administrator must give, and the number of cards at stake; 409 for a key that is withdrawn already.</summary>
    [Function("WithdrawKey")]
    [Access(Roles.ProgramAdministrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/keys/{keyId}/withdrawal")] HttpRequest request,
        string keyId,
        CancellationToken cancellationToken)
    {
        if (!KeyId.TryParse(keyId, out var id))
        {
            return ProblemResult.Of(Refusals.NoSuchKey);
        }

        var body = await request.ReadJsonAsync(cancellationToken);
        var operation = IdempotentRequests.OperationOf(request);
        var reason = body.IsRefused ? default : ReadReason(body.Value);
        if (operation.IsRefused || body.IsRefused || reason.IsRefused)
        {
            return ProblemResult.Of([.. body.Refusals, .. reason.Refusals, .. operation.Refusals]);
        }

        return await idempotent.RunAsync(request, operation.Value, body.Value, async () =>
        {
            var result = await withdraw.ExecuteAsync(id, reason.Value!, request.Actor(), operation.Value, cancellationToken);
            return result.IsRefused
                ? result.Refusals.ToList()
                : new GivenAnswer(
                    202, Links.Approval(result.Value.Id), null, JsonSerializer.Serialize(ApprovalView.Of(result.Value), ApprovalsJson.Answers.ApprovalView));
        }, cancellationToken);
    }

    private static Result<string> ReadReason(ReadOnlyMemory<byte> utf8)
    {
        using var json = new JsonForm(utf8);
        var reason = json.Text("reason");
        List<Refusal> refusals = WithdrawalReasons.All.Contains(reason)
            ? []
            : [new("invalid", $"One of {string.Join(", ", WithdrawalReasons.All)}.", "reason")];
        var faults = json.Faults(refusals);
        return faults.Count > 0 ? faults : reason!;
    }
}
