using SecureDocket.CheckIns;

namespace SecureDocket.Functions.CheckIns;

/// <summary><c>POST /api/v1/cardholders/{cardholderId}/check-ins/{checkInId}/move</c>: moves a check-in to another slot.</summary>
public sealed class MoveCheckInFunction(MoveCheckIn move, IdempotentRequests requests)
{
    /// <summary>200 with the updated check-in.</summary>
    [Function("MoveCheckIn"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cardholders/{cardholderId}/check-ins/{checkInId}/move")] HttpRequest request,
        string cardholderId,
        string checkInId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(id => requests.RunAsync(
            request,
            (json, faults) => (OfficeId: PlaceId.ReadIfGiven(json, "officeId", faults), Start: SlotStart.Read(json, faults)),
            (form, actor, operation) => move.ExecuteAsync(id, checkInId, form.OfficeId, form.Start, CheckInBooking.Officer, actor, operation, cancellationToken),
            checkIn => JsonAnswer.Given(200, CheckInView.Of(checkIn), CheckInsJson.Answers.CheckInView),
            cancellationToken));
}
