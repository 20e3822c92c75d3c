using SecureDocket.CheckIns;

namespace SecureDocket.Functions.CheckIns;

/// <summary><c>POST /api/v1/cardholders/{cardholderId}/check-ins/{checkInId}/cancellation</c>: cancels a check-in.</summary>
public sealed class CancelCheckInFunction(CancelCheckIn cancel, IdempotentRequests requests)
{
    /// <summary>200 with the updated check-in.</summary>
    [Function("CancelCheckIn"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cardholders/{cardholderId}/check-ins/{checkInId}/cancellation")] HttpRequest request,
        string cardholderId,
        string checkInId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(id => requests.RunAsync(
            request,
            (json, faults) => json.OneOf("reason", CancelReasons.All, faults)!,
            (form, actor, operation) => cancel.ExecuteAsync(id, checkInId, form, CheckInBooking.Officer, actor, operation, cancellationToken),
            checkIn => JsonAnswer.Given(200, CheckInView.Of(checkIn), CheckInsJson.Answers.CheckInView),
            cancellationToken));
}
