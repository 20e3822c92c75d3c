using SecureDocket.CheckIns;

namespace SecureDocket.Functions.CheckIns;

/// <summary><c>POST /api/v1/cardholders/{cardholderId}/check-ins/{checkInId}/arrival</c>: notes that the person is at the office.</summary>
public sealed class RecordArrivalFunction(NoteCheckIn note, IdempotentRequests requests)
{
    /// <summary>200 with the check-in.</summary>
    [Function("RecordArrival"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cardholders/{cardholderId}/check-ins/{checkInId}/arrival")] HttpRequest request,
        string cardholderId,
        string checkInId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(id => requests.RunAsync(
            request,
            (json, faults) => PlaceId.Read(json, "officeId", faults)!,
            (office, actor, operation) => note.ArrivedAsync(id, checkInId, office, actor, operation, cancellationToken),
            checkIn => JsonAnswer.Given(200, CheckInView.Of(checkIn), CheckInsJson.Answers.CheckInView),
            cancellationToken));
}
