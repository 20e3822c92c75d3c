using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Documents;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;

namespace SecureDocket.Functions.Documents;

/// <summary><c>GET /api/v1/cardholders/{cardholderId}/documents/{documentId}/content</c>: a document's bytes.</summary>
public sealed class GetDocumentContentFunction(OpenDocument open)
{
    /// <summary>200 with the PDF, to be saved and not shown in the page.</summary>
    [Function("GetDocumentContent")]
    [Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/cardholders/{cardholderId}/documents/{documentId}/content")] HttpRequest request,
        string cardholderId,
        string documentId,
        CancellationToken cancellationToken)
    {
        if (!CardholderId.TryParse(cardholderId, out var id))
        {
            return ProblemResult.Of(Refusals.NoSuchCardholder);
        }

        var result = await open.ExecuteAsync(id, documentId, request.Actor(), OperationId.New(), cancellationToken);
        return result.IsRefused ? ProblemResult.Of(result.Refusals) : new DocumentFile(result.Value);
    }
}
