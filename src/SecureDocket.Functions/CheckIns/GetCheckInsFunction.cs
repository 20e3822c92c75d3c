using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;

namespace SecureDocket.Functions.CheckIns;

/// <summary><c>GET /api/v1/cardholders/{cardholderId}/check-ins</c>: a cardholder's check-ins and schedule.</summary>
public sealed class GetCheckInsFunction(ViewCheckIns view, TimeProvider clock)
{
    /// <summary>200 with all check-ins in chronological order, including cancelled and past ones.</summary>
    [Function("GetCheckIns"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer, Roles.CourtRegistrar)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/cardholders/{cardholderId}/check-ins")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(async id => (await view.ExecuteAsync(id, request.Actor(), cancellationToken))
            .OrProblem(docket => JsonAnswer.Ok(CheckInsView.Of(docket, clock.GetCurrentInstant()), CheckInsJson.Answers.CheckInsView)));
}

/// <summary>A cardholder's check-ins.</summary>
/// <param name="CheckIns">In chronological order.</param>
/// <param name="Schedule">The schedule, if any.</param>
/// <param name="CheckInToBook">Whether the schedule requires a check-in and none is booked in time.</param>
public sealed record CheckInsView(IReadOnlyList<CheckInView> CheckIns, CheckInScheduleView? Schedule, bool CheckInToBook)
{
    /// <summary>The latest time at which the schedule allows the person to report; absent without a schedule.</summary>
    public DateTimeOffset? ReportBy { get; init; }

    /// <summary>True when that time has passed or the next check-in is later; otherwise absent.</summary>
    public bool? ScheduleBroken { get; init; }

    internal static CheckInsView Of(Docket docket, Instant now) => new(
        [.. docket.CheckIns.Select(CheckInView.Of)], CheckInScheduleView.Of(docket.Cardholder.CheckInSchedule), docket.LacksCheckIn(now))
    {
        ReportBy = docket.ReportBy?.ToDateTimeOffset(),
        ScheduleBroken = docket.BreaksSchedule(now) ? true : null,
    };
}
