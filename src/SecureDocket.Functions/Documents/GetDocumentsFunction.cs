using SecureDocket.Documents;

namespace SecureDocket.Functions.Documents;

/// <summary><c>GET /api/v1/cardholders/{cardholderId}/documents</c>: the documents of a docket.</summary>
public sealed class GetDocumentsFunction(ViewDocuments view)
{
    /// <summary>200 with the documents, including withdrawn ones.</summary>
    [Function("GetDocuments"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/cardholders/{cardholderId}/documents")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(async id => (await view.ExecuteAsync(id, request.Actor(), cancellationToken))
            .OrProblem(documents => JsonAnswer.Ok(new DocumentsView([.. documents.Select(DocumentView.Of)]), DocumentsJson.Answers.DocumentsView)));
}
