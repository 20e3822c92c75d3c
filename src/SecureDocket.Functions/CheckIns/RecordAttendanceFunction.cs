using SecureDocket.CheckIns;

namespace SecureDocket.Functions.CheckIns;

/// <summary><c>POST /api/v1/cardholders/{cardholderId}/check-ins/{checkInId}/attendance</c>: records that a person reported.</summary>
public sealed class RecordAttendanceFunction(RecordAttendance record, IdempotentRequests requests)
{
    /// <summary>200 with the check-in and the next one.</summary>
    [Function("RecordAttendance"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cardholders/{cardholderId}/check-ins/{checkInId}/attendance")] HttpRequest request,
        string cardholderId,
        string checkInId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(id => requests.RunAsync(
            request,
            (json, faults) => CheckInView.MannerOf(json.OneOf("manner", CheckInView.Manners, faults)),
            (form, actor, operation) => record.ExecuteAsync(id, checkInId, form, actor, operation, cancellationToken),
            attendance => JsonAnswer.Given(200, AttendanceView.Of(attendance), CheckInsJson.Answers.AttendanceView),
            cancellationToken));
}

/// <summary>A recorded attendance.</summary>
/// <param name="CheckIn">The check-in.</param>
/// <param name="Next">The next check-in, when the schedule required one and it was booked.</param>
/// <param name="CheckInToBook">Whether the schedule requires a check-in and none is booked, so that an officer must book one.</param>
public sealed record AttendanceView(CheckInView CheckIn, CheckInView? Next, bool CheckInToBook)
{
    internal static AttendanceView Of(Attendance attendance) =>
        new(CheckInView.Of(attendance.CheckIn), attendance.Next is { } next ? CheckInView.Of(next) : null, attendance.LacksNext);
}
