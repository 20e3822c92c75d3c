using SecureDocket.Cardholders;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>GET /api/v1/cardholders/{cardholderId}/photo/change</c>: the photo that awaits approval by a second officer.</summary>
public sealed class GetPhotoChangeFunction(ViewPhotoChange view)
{
    /// <summary>200 with the stored bytes.</summary>
    [Function("GetPhotoChange"), Access(Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/cardholders/{cardholderId}/photo/change")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(async id => (await view.ExecuteAsync(id, request.Actor(), cancellationToken))
            .OrProblem(photo => Results.Bytes(photo.Content, photo.MediaType)));
}
