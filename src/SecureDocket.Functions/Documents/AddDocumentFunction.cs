using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Documents;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Cardholders;
using SecureDocket.Functions.Commands;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;
using SecureDocket.Storage;

namespace SecureDocket.Functions.Documents;

/// <summary><c>POST /api/v1/cardholders/{cardholderId}/documents</c>: takes a document in.</summary>
public sealed class AddDocumentFunction(AddDocument add, IdempotentRequests idempotent, TimeProvider clock)
{
    /// <summary>201 with the document.</summary>
    [Function("AddDocument")]
    [Access(Roles.EnrollmentOfficer, Roles.FieldOfficer, Roles.CourtRegistrar)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cardholders/{cardholderId}/documents")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken)
    {
        if (!CardholderId.TryParse(cardholderId, out var id))
        {
            return ProblemResult.Of(Refusals.NoSuchCardholder);
        }

        var upload = await DocumentUpload.ReadAsync(request, clock.GetCurrentDate(), cancellationToken);
        var operation = IdempotentRequests.OperationOf(request);
        if (operation.IsRefused || upload.IsRefused)
        {
            return ProblemResult.Of([.. upload.Refusals, .. operation.Refusals]);
        }

        var (details, content) = upload.Value;
        return await idempotent.RunAsync(request, operation.Value, IdentityOf(upload.Value), async () =>
        {
            var result = await add.ExecuteAsync(id, details, content, request.Actor(), operation.Value, cancellationToken);
            return result.IsRefused
                ? result.Refusals.ToList()
                : new GivenAnswer(201, null, null, JsonSerializer.Serialize(DocumentView.Of(result.Value), DocumentsJson.Answers.DocumentView));
        }, cancellationToken);
    }

    /// <summary>What makes two uploads the same; the bytes of the form do not, since every sender draws its boundary anew.</summary>
    private static byte[] IdentityOf(DocumentUpload upload) => Encoding.UTF8.GetBytes(
        $"{upload.Details.Type}\n{upload.Details.Title}\n{upload.Details.Date:uuuu-MM-dd}\n{upload.Details.Language}\n{Convert.ToHexStringLower(SHA256.HashData(upload.Content.Span))}");
}
