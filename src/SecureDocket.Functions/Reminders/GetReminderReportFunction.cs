using NodaTime.Text;
using SecureDocket.Reminders;

namespace SecureDocket.Functions.Reminders;

/// <summary><c>GET /api/v1/reports/reminders?day=YYYY-MM-DD</c>: the outcomes of a day's reminders.</summary>
public sealed class GetReminderReportFunction(ReportReminders report)
{
    /// <summary>200 with the counts.</summary>
    [Function("GetReminderReport"), Access(Roles.DocketAuditor, Roles.ProgramAdministrator), Query("day")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reports/reminders")] HttpRequest request, CancellationToken cancellationToken)
    {
        // The last day of the calendar has no following day.
        return LocalDatePattern.Iso.Parse(request.Query["day"].ToString()).TryGetValue(default, out var day) && day.Year is >= 2000 and < 3000
            ? JsonAnswer.Ok(ReminderReportView.Of(await report.ExecuteAsync(day, cancellationToken)), RemindersJson.Answers.ReminderReportView)
            : ProblemResult.Of(HttpRefusals.Day("day"));
    }
}
