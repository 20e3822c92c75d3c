using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Documents;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Commands;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;
using SecureDocket.Storage;

namespace SecureDocket.Functions.Documents;

/// <summary><c>POST /api/v1/cardholders/{cardholderId}/documents/{documentId}/withdrawal</c>: withdraws a document.</summary>
public sealed class WithdrawDocumentFunction(WithdrawDocument withdraw, IdempotentRequests idempotent)
{
    /// <summary>200 with the document as it is now.</summary>
    [Function("WithdrawDocument")]
    [Access(Roles.EnrollmentOfficer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cardholders/{cardholderId}/documents/{documentId}/withdrawal")] HttpRequest request,
        string cardholderId,
        string documentId,
        CancellationToken cancellationToken)
    {
        if (!CardholderId.TryParse(cardholderId, out var id))
        {
            return ProblemResult.Of(Refusals.NoSuchCardholder);
        }

        var body = await request.ReadJsonAsync(cancellationToken);
        var operation = IdempotentRequests.OperationOf(request);
        var reason = body.IsRefused ? default : Read(body.Value);
        if (operation.IsRefused || body.IsRefused || reason.IsRefused)
        {
            return ProblemResult.Of([.. body.Refusals, .. reason.Refusals, .. operation.Refusals]);
        }

        return await idempotent.RunAsync(request, operation.Value, body.Value, async () =>
        {
            var result = await withdraw.ExecuteAsync(id, documentId, reason.Value, request.Actor(), operation.Value, cancellationToken);
            return result.IsRefused
                ? result.Refusals.ToList()
                : new GivenAnswer(200, null, null, JsonSerializer.Serialize(DocumentView.Of(result.Value), DocumentsJson.Answers.DocumentView));
        }, cancellationToken);
    }

    private static Result<WithdrawalReason> Read(ReadOnlyMemory<byte> utf8)
    {
        using var json = new JsonForm(utf8);
        List<Refusal> refusals = [];
        var reason = Names.FromKebab<WithdrawalReason>(json.OneOf("reason", Names.AllKebab<WithdrawalReason>(), refusals));
        var faults = json.Faults(refusals);
        return faults.Count > 0 ? faults : reason!.Value;
    }
}
