using SecureDocket.Cardholders;
using SecureDocket.Photos;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>PUT /api/v1/cardholders/{cardholderId}/photo</c>: stores a photo.</summary>
public sealed class PutPhotoFunction(ChangePhoto attach)
{
    /// <summary>200 with the docket's new version, 202 when the photo awaits approval by a second officer; 428 without If-Match.</summary>
    [Function("PutPhoto"), Access(Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/cardholders/{cardholderId}/photo")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(id => AttachAsync(request, id, cancellationToken));

    private async Task<IResult> AttachAsync(HttpRequest request, CardholderId id, CancellationToken cancellationToken)
    {
        var version = request.ExpectedVersion();
        var photo = await request.ReadBodyAsync(PhotoIntake.MaximumBytes, cancellationToken, "image/jpeg", "image/png");
        if (version.IsRefused || photo.IsRefused)
        {
            return ProblemResult.Of([.. photo.Refusals, .. version.Refusals]);
        }

        return (await attach.ExecuteAsync(id, version.Value, photo.Value, request.Actor(), cancellationToken)).OrProblem(attached => JsonAnswer.Of(JsonAnswer.Given(
            attached.Waits ? 202 : 200,
            CardholderVersion.Of(attached.Docket),
            CardholdersJson.Answers.CardholderVersion,
            etag: RequestReading.ETag(attached.Docket.Version))));
    }
}
