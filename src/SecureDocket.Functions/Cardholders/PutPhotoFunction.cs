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
    /// <summary>200 with the docket's new version; 428 without If-Match.</summary>
    [Function("PutPhoto")]
    [Access(Roles.EnrollmentOfficer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/cardholders/{cardholderId}/photo")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken)
    {
        if (!CardholderId.TryParse(cardholderId, out var id))
        {
            return ProblemResult.Of(Unknown.Cardholder);
        }

        var version = request.ExpectedVersion();
        var body = await request.ReadBodyAsync(PhotoIntake.MaximumBytes, cancellationToken, "image/jpeg", "image/png");
        if (version.IsRefused || body.IsRefused)
        {
            return ProblemResult.Of([.. body.Refusals, .. version.Refusals]);
        }

        var result = await attach.ExecuteAsync(id, version.Value, body.Value, request.Actor(), cancellationToken);
        return result.IsRefused
            ? ProblemResult.Of(result.Refusals)
            : Answer.Ok(CardholderVersion.Of(result.Value), ApiJson.Readable.CardholderVersion, RequestReading.ETag(result.Value.Version));
    }
}
