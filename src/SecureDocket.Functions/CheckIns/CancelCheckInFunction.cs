using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.CheckIns;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;

namespace SecureDocket.Functions.CheckIns;

/// <summary><c>POST /api/v1/cardholders/{cardholderId}/check-ins/{checkInId}/cancellation</c>: cancels a check-in.</summary>
public sealed class CancelCheckInFunction(CancelCheckIn cancel, CheckInRequests requests)
{
    /// <summary>200 with the check-in as it is now.</summary>
    [Function("CancelCheckIn")]
    [Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cardholders/{cardholderId}/check-ins/{checkInId}/cancellation")] HttpRequest request,
        string cardholderId,
        string checkInId,
        CancellationToken cancellationToken) => requests.AnswerAsync(
            request,
            cardholderId,
            (json, refusals) => json.OneOf("reason", CancelReasons.All, refusals)!,
            200,
            CheckInsJson.Answers.CheckInView,
            async (id, reason, actor, operation) =>
            {
                var result = await cancel.ExecuteAsync(id, checkInId, reason, CheckInBooking.Officer, actor, operation, cancellationToken);
                return result.IsRefused ? result.Refusals.ToList() : CheckInView.Of(result.Value);
            },
            cancellationToken);
}
