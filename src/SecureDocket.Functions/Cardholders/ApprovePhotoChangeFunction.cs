using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Cardholders;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>PUT /api/v1/cardholders/{cardholderId}/photo/change/approval</c>: approves a photo that another officer took in while a card was in force.</summary>
public sealed class ApprovePhotoChangeFunction(ApprovePhotoChange approve)
{
    private const int HashLength = 64;

    /// <summary>200 with the docket's new version. The body names the photo that was looked at, so no version is needed.</summary>
    [Function("ApprovePhotoChange")]
    [Access(Roles.EnrollmentOfficer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/cardholders/{cardholderId}/photo/change/approval")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken)
    {
        if (!CardholderId.TryParse(cardholderId, out var id))
        {
            return ProblemResult.Of(Refusals.NoSuchCardholder);
        }

        var body = await request.ReadJsonAsync(cancellationToken);
        var hash = body.IsRefused ? body.Refusals.ToList() : Read(body.Value);
        if (hash.IsRefused)
        {
            return ProblemResult.Of(hash.Refusals);
        }

        var result = await approve.ExecuteAsync(id, hash.Value, request.Actor(), cancellationToken);
        return result.IsRefused
            ? ProblemResult.Of(result.Refusals)
            : Answer.Ok(CardholderVersion.Of(result.Value), CardholdersJson.Answers.CardholderVersion, RequestReading.ETag(result.Value.Version));
    }

    private static Result<string> Read(ReadOnlyMemory<byte> utf8)
    {
        using var json = new JsonForm(utf8);
        var hash = json.Text("hash");
        var faults = json.Faults(hash is { Length: HashLength } && hash.All(char.IsAsciiHexDigitLower)
            ? []
            : [new Refusal("invalid", "The hash of the photo that waits: 64 lower-case hex digits.", "hash")]);
        return faults.Count > 0 ? faults : hash!;
    }
}
