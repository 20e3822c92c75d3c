using SecureDocket.Documents;

namespace SecureDocket.Functions.Documents;

/// <summary><c>POST /api/v1/cardholders/{cardholderId}/documents/{documentId}/withdrawal</c>: withdraws a document.</summary>
public sealed class WithdrawDocumentFunction(WithdrawDocument withdraw, IdempotentRequests requests)
{
    /// <summary>200 with the updated document.</summary>
    [Function("WithdrawDocument"), Access(Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cardholders/{cardholderId}/documents/{documentId}/withdrawal")] HttpRequest request,
        string cardholderId,
        string documentId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(id => requests.RunAsync(
            request,
            (json, faults) => Names.FromKebab<WithdrawalReason>(json.OneOf("reason", Names.AllKebab<WithdrawalReason>(), faults)) ?? default,
            (form, actor, operation) => withdraw.ExecuteAsync(id, documentId, form, actor, operation, cancellationToken),
            document => JsonAnswer.Given(200, DocumentView.Of(document), DocumentsJson.Answers.DocumentView),
            cancellationToken));
}
