using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Cardholders;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>GET /api/v1/cardholders/{cardholderId}/photo/change</c>: the photo that waits for a second officer.</summary>
public sealed class GetPhotoChangeFunction(ViewPhotoChange view)
{
    /// <summary>200 with the stored bytes.</summary>
    [Function("GetPhotoChange")]
    [Access(Roles.EnrollmentOfficer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/cardholders/{cardholderId}/photo/change")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken)
    {
        if (!CardholderId.TryParse(cardholderId, out var id))
        {
            return ProblemResult.Of(Refusals.NoSuchCardholder);
        }

        var result = await view.ExecuteAsync(id, request.Actor(), cancellationToken);
        return result.IsRefused ? ProblemResult.Of(result.Refusals) : Results.Bytes(result.Value.Content, result.Value.MediaType);
    }
}
