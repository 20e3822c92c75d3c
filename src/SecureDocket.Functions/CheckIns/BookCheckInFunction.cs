using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.CheckIns;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;

namespace SecureDocket.Functions.CheckIns;

/// <summary><c>POST /api/v1/cardholders/{cardholderId}/check-ins</c>: books a check-in.</summary>
public sealed class BookCheckInFunction(BookCheckIn book, CheckInRequests requests)
{
    /// <summary>201 with the check-in; 409 with every reason against it.</summary>
    [Function("BookCheckIn")]
    [Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cardholders/{cardholderId}/check-ins")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => requests.AnswerAsync(
            request,
            cardholderId,
            (json, refusals) => (OfficeId: CheckInRequests.OfficeId(json, required: true, refusals), Start: CheckInRequests.Start(json, refusals)),
            201,
            CheckInsJson.Answers.CheckInView,
            async (id, form, actor, operation) =>
            {
                var result = await book.ExecuteAsync(id, form.OfficeId!, form.Start, CheckInBooking.Officer, actor, operation, cancellationToken);
                return result.IsRefused ? result.Refusals.ToList() : CheckInView.Of(result.Value);
            },
            cancellationToken);
}
