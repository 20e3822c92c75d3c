using SecureDocket.CheckIns;

namespace SecureDocket.Functions.CheckIns;

/// <summary><c>POST /api/v1/cardholders/{cardholderId}/check-ins</c>: books a check-in.</summary>
public sealed class BookCheckInFunction(BookCheckIn book, IdempotentRequests requests)
{
    /// <summary>201 with the check-in; 409 with all reasons against it.</summary>
    [Function("BookCheckIn"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cardholders/{cardholderId}/check-ins")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(id => requests.RunAsync(
            request,
            (json, faults) => (OfficeId: PlaceId.Read(json, "officeId", faults), Start: SlotStart.Read(json, faults)),
            (form, actor, operation) => book.ExecuteAsync(id, form.OfficeId!, form.Start, CheckInBooking.Officer, actor, operation, cancellationToken),
            checkIn => JsonAnswer.Given(201, CheckInView.Of(checkIn), CheckInsJson.Answers.CheckInView),
            cancellationToken));
}
