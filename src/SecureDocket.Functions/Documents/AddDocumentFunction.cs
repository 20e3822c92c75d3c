using System.Security.Cryptography;
using System.Text;
using SecureDocket.Documents;

namespace SecureDocket.Functions.Documents;

/// <summary><c>POST /api/v1/cardholders/{cardholderId}/documents</c>: adds a document.</summary>
public sealed class AddDocumentFunction(AddDocument add, IdempotentRequests requests, TimeProvider clock)
{
    /// <summary>201 with the document.</summary>
    [Function("AddDocument"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer, Roles.CourtRegistrar)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cardholders/{cardholderId}/documents")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(id => AddAsync(request, id, cancellationToken));

    private async Task<IResult> AddAsync(HttpRequest request, CardholderId id, CancellationToken cancellationToken)
    {
        var upload = await DocumentUpload.ReadAsync(request, clock.GetCurrentDate(), cancellationToken);
        var operation = IdempotentRequests.OperationOf(request);
        if (operation.IsRefused || upload.IsRefused)
        {
            return ProblemResult.Of([.. upload.Refusals, .. operation.Refusals]);
        }

        var (details, content) = upload.Value;
        return await requests.RunAsync(
            request,
            operation.Value,
            IdentityOf(upload.Value),
            async () => (await add.ExecuteAsync(id, details, content, request.Actor(), operation.Value, cancellationToken))
                .Given(document => JsonAnswer.Given(201, DocumentView.Of(document), DocumentsJson.Answers.DocumentView)),
            cancellationToken);
    }

    /// <summary>The content that makes two uploads equal. The bytes of the form do not, because every client generates a new boundary.</summary>
    private static byte[] IdentityOf(DocumentUpload upload) => Encoding.UTF8.GetBytes(
        $"{upload.Details.Type}\n{upload.Details.Title}\n{upload.Details.Date:uuuu-MM-dd}\n{upload.Details.Language}\n{Convert.ToHexStringLower(SHA256.HashData(upload.Content.Span))}");
}
