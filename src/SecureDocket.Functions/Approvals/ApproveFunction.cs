using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Approvals;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;
using SecureDocket.Storage;

namespace SecureDocket.Functions.Approvals;

/// <summary><c>POST /api/v1/approvals/{approvalId}/approval</c>: approves what another administrator asked for.</summary>
public sealed class ApproveFunction(Approve approve, IdempotentRequests idempotent)
{
    /// <summary>200 with the approval, carried out as far as fits into a request; the rest follows by itself.</summary>
    [Function("Approve")]
    [Access(Roles.ProgramAdministrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/approvals/{approvalId}/approval")] HttpRequest request,
        string approvalId,
        CancellationToken cancellationToken)
    {
        var body = await request.ReadJsonAsync(cancellationToken);
        var operation = IdempotentRequests.OperationOf(request);
        var faults = body.IsRefused ? [] : FaultsOf(body.Value);
        if (operation.IsRefused || body.IsRefused || faults.Count > 0)
        {
            return ProblemResult.Of([.. body.Refusals, .. faults, .. operation.Refusals]);
        }

        return await idempotent.RunAsync(request, operation.Value, body.Value, async () =>
        {
            var result = await approve.ExecuteAsync(approvalId, request.Actor(), cancellationToken);
            return result.IsRefused
                ? result.Refusals.ToList()
                : new GivenAnswer(200, null, null, JsonSerializer.Serialize(ApprovalView.Of(result.Value), ApiJson.Readable.ApprovalView));
        }, cancellationToken);
    }

    private static List<Refusal> FaultsOf(ReadOnlyMemory<byte> utf8)
    {
        using var json = new JsonForm(utf8);
        return json.Faults();
    }
}
