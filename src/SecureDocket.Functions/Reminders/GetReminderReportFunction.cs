using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;
using SecureDocket.Reminders;

namespace SecureDocket.Functions.Reminders;

/// <summary><c>GET /api/v1/reports/reminders?day=YYYY-MM-DD</c>: what became of a day's reminders.</summary>
public sealed class GetReminderReportFunction(ReportReminders report)
{
    /// <summary>200 with the counts.</summary>
    [Function("GetReminderReport")]
    [Access(Roles.DocketAuditor, Roles.ProgramAdministrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/reports/reminders")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var result = await report.ExecuteAsync(request.Query["day"], cancellationToken);
        return result.IsRefused
            ? ProblemResult.Of(result.Refusals)
            : Answer.Ok(ReminderReportView.Of(result.Value), ApiJson.Readable.ReminderReportView);
    }
}
