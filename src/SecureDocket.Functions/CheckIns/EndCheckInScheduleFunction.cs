using SecureDocket.CheckIns;

namespace SecureDocket.Functions.CheckIns;

/// <summary><c>DELETE /api/v1/cardholders/{cardholderId}/check-in-schedule</c>: ends a schedule.</summary>
public sealed class EndCheckInScheduleFunction(SetCheckInSchedule set)
{
    /// <summary>204, whether or not there was a schedule.</summary>
    [Function("EndCheckInSchedule"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/cardholders/{cardholderId}/check-in-schedule")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(async id => (await set.ExecuteAsync(id, null, request.Actor(), cancellationToken))
            .OrProblem(_ => Results.NoContent()));
}
