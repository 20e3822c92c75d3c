using SecureDocket.Documents;

namespace SecureDocket.Functions.Documents;

/// <summary><c>GET /api/v1/cardholders/{cardholderId}/documents/{documentId}/content</c>: a document's content.</summary>
public sealed class GetDocumentContentFunction(ViewDocument open)
{
    /// <summary>200 with the PDF, as a download that is not shown inline.</summary>
    [Function("GetDocumentContent"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/cardholders/{cardholderId}/documents/{documentId}/content")] HttpRequest request,
        string cardholderId,
        string documentId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(async id => (await open.ExecuteAsync(id, documentId, request.Actor(), OperationId.New(), cancellationToken))
            .OrProblem(document => new DocumentFile(document)));
}
