using SecureDocket.CheckIns;

namespace SecureDocket.Functions.CheckIns;

/// <summary><c>PUT /api/v1/cardholders/{cardholderId}/check-in-schedule</c>: sets how often a person must report.</summary>
public sealed class PutCheckInScheduleFunction(SetCheckInSchedule set)
{
    /// <summary>200 with the schedule.</summary>
    [Function("PutCheckInSchedule"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/cardholders/{cardholderId}/check-in-schedule")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(id => request.SetAsync(
            Read,
            (form, actor) => SetAsync(id, form, actor, cancellationToken),
            schedule => JsonAnswer.Ok(CheckInScheduleView.Of(schedule)!, CheckInsJson.Answers.CheckInScheduleView),
            cancellationToken));

    private static CheckInSchedule Read(JsonForm json, List<Refusal> faults)
    {
        var officeId = PlaceId.Read(json, "officeId", faults);
        var days = json.Integer("everyDays");
        if (days is null or < CheckInSchedule.FewestDays or > CheckInSchedule.MostDays)
        {
            faults.Add(Refusals.Number("everyDays", CheckInSchedule.FewestDays, CheckInSchedule.MostDays));
        }

        return new(officeId!, (int)(days ?? 0));
    }

    private async Task<Result<CheckInSchedule>> SetAsync(CardholderId id, CheckInSchedule schedule, Actor actor, CancellationToken cancellationToken)
    {
        var result = await set.ExecuteAsync(id, schedule, actor, cancellationToken);
        return result.IsRefused ? result.Refusals.ToList() : schedule;
    }
}
