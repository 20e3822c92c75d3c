using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.CheckIns;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;

namespace SecureDocket.Functions.CheckIns;

/// <summary><c>POST /api/v1/cardholders/{cardholderId}/check-ins/{checkInId}/move</c>: moves a check-in to another slot.</summary>
public sealed class MoveCheckInFunction(MoveCheckIn move, CheckInRequests requests)
{
    /// <summary>200 with the check-in as it is now.</summary>
    [Function("MoveCheckIn")]
    [Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cardholders/{cardholderId}/check-ins/{checkInId}/move")] HttpRequest request,
        string cardholderId,
        string checkInId,
        CancellationToken cancellationToken) => requests.AnswerAsync(
            request,
            cardholderId,
            (json, refusals) => (OfficeId: CheckInRequests.OfficeId(json, required: false, refusals), Start: CheckInRequests.Start(json, refusals)),
            200,
            CheckInsJson.Answers.CheckInView,
            async (id, form, actor, operation) =>
            {
                var result = await move.ExecuteAsync(id, checkInId, form.OfficeId, form.Start, CheckInBooking.Officer, actor, operation, cancellationToken);
                return result.IsRefused ? result.Refusals.ToList() : CheckInView.Of(result.Value);
            },
            cancellationToken);
}
