using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Cardholders;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>GET /api/v1/cardholders/{cardholderId}</c>: a docket's person, clearance, photo and cards.</summary>
public sealed class GetCardholderFunction(ViewCardholder view)
{
    /// <summary>200 with the docket; its version is the ETag.</summary>
    [Function("GetCardholder")]
    [Access(Roles.EnrollmentOfficer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/cardholders/{cardholderId}")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken)
    {
        if (!CardholderId.TryParse(cardholderId, out var id))
        {
            return ProblemResult.Of(Refusals.NoSuchCardholder);
        }

        var result = await view.ExecuteAsync(id, request.Actor(), cancellationToken);
        return result.IsRefused
            ? ProblemResult.Of(result.Refusals)
            : Answer.Ok(CardholderView.Of(result.Value), CardholdersJson.Answers.CardholderView, RequestReading.ETag(result.Value.Version));
    }
}
