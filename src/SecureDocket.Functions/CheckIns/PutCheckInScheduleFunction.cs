using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.CheckIns;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;

namespace SecureDocket.Functions.CheckIns;

/// <summary><c>PUT /api/v1/cardholders/{cardholderId}/check-in-schedule</c>: sets how often a person must report.</summary>
public sealed class PutCheckInScheduleFunction(SetCheckInSchedule set)
{
    /// <summary>200 with the schedule.</summary>
    [Function("PutCheckInSchedule")]
    [Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/cardholders/{cardholderId}/check-in-schedule")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken)
    {
        if (!CardholderId.TryParse(cardholderId, out var id))
        {
            return ProblemResult.Of(Refusals.NoSuchCardholder);
        }

        var body = await request.ReadJsonAsync(cancellationToken);
        var schedule = body.IsRefused ? body.Refusals.ToList() : Read(body.Value);
        if (schedule.IsRefused)
        {
            return ProblemResult.Of(schedule.Refusals);
        }

        var result = await set.ExecuteAsync(id, schedule.Value, request.Actor(), cancellationToken);
        return result.IsRefused
            ? ProblemResult.Of(result.Refusals)
            : Answer.Ok(CheckInScheduleView.Of(schedule.Value)!, CheckInsJson.Answers.CheckInScheduleView);
    }

    private static Result<CheckInSchedule> Read(ReadOnlyMemory<byte> utf8)
    {
        using var json = new JsonForm(utf8);
        List<Refusal> refusals = [];
        var officeId = CheckInRequests.OfficeId(json, required: true, refusals);
        var days = json.Integer("everyDays");
        if (days is null or < CheckInSchedule.FewestDays or > CheckInSchedule.MostDays)
        {
            refusals.Add(new("invalid", $"A whole number from {CheckInSchedule.FewestDays} to {CheckInSchedule.MostDays}.", "everyDays"));
        }

        var faults = json.Faults(refusals);
        return faults.Count > 0 ? faults : new CheckInSchedule(officeId!, (int)days!.Value);
    }
}
