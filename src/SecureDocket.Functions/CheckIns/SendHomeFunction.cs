using SecureDocket.CheckIns;

namespace SecureDocket.Functions.CheckIns;

/// <summary><c>POST /api/v1/cardholders/{cardholderId}/check-ins/{checkInId}/sent-home</c>: records that a person came and was sent home.</summary>
public sealed class SendHomeFunction(SendHome send, IdempotentRequests requests)
{
    /// <summary>200 with the check-in, and whether another one is to be booked.</summary>
    [Function("SendHome"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cardholders/{cardholderId}/check-ins/{checkInId}/sent-home")] HttpRequest request,
        string cardholderId,
        string checkInId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(id => requests.RunAsync(
            request,
            (json, faults) => json.OneOf("reason", SentHomeReasons.All, faults)!,
            (reason, actor, operation) => send.ExecuteAsync(id, checkInId, reason, actor, operation, cancellationToken),
            attendance => JsonAnswer.Given(200, AttendanceView.Of(attendance), CheckInsJson.Answers.AttendanceView),
            cancellationToken));
}
