using SecureDocket.CheckIns;

namespace SecureDocket.Functions.CheckIns;

/// <summary><c>POST /api/v1/cardholders/{cardholderId}/check-ins/{checkInId}/call</c>: notes that the person was called.</summary>
public sealed class CallCheckInFunction(NoteCheckIn note, IdempotentRequests requests)
{
    /// <summary>200 with the check-in.</summary>
    [Function("CallCheckIn"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cardholders/{cardholderId}/check-ins/{checkInId}/call")] HttpRequest request,
        string cardholderId,
        string checkInId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(id => requests.RunAsync(
            request,
            (actor, operation) => note.CalledAsync(id, checkInId, actor, operation, cancellationToken),
            checkIn => JsonAnswer.Given(200, CheckInView.Of(checkIn), CheckInsJson.Answers.CheckInView),
            cancellationToken));
}
