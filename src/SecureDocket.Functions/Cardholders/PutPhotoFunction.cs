using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Cardholders;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;
using SecureDocket.Photos;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>PUT /api/v1/cardholders/{cardholderId}/photo</c>: takes a photo in.</summary>
public sealed class PutPhotoFunction(AttachPhoto attach)
{
    /// <summary>200 with the docket's new version, 202 when the photo waits for a second officer; 428 without If-Match.</summary>
    [Function("PutPhoto")]
    [Access(Roles.EnrollmentOfficer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/cardholders/{cardholderId}/photo")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken)
    {
        if (!CardholderId.TryParse(cardholderId, out var id))
        {
            return ProblemResult.Of(Refusals.NoSuchCardholder);
        }

        var expected = request.ExpectedVersion();
        var body = await request.ReadBodyAsync(PhotoIntake.MaximumBytes, cancellationToken, "image/jpeg", "image/png");
        if (expected.IsRefused || body.IsRefused)
        {
            return ProblemResult.Of([.. body.Refusals, .. expected.Refusals]);
        }

        var result = await attach.ExecuteAsync(id, expected.Value, body.Value, request.Actor(), cancellationToken);
        if (result.IsRefused)
        {
            return ProblemResult.Of(result.Refusals);
        }

        var (docket, waits) = result.Value;
        var version = JsonSerializer.Serialize(CardholderVersion.Of(docket), CardholdersJson.Answers.CardholderVersion);
        return Answer.Of(waits ? 202 : 200, version, null, RequestReading.ETag(docket.Version));
    }
}
