using NodaTime.Text;
using SecureDocket.Documents;

namespace SecureDocket.Functions.Documents;

/// <summary><c>GET /api/v1/reports/downloads?from=YYYY-MM-DD&amp;to=YYYY-MM-DD</c>: how many records requests nobody had to file.</summary>
public sealed class GetDownloadReportFunction(ReportDownloads report)
{
    /// <summary>200 with the counts of each day, both ends included.</summary>
    [Function("GetDownloadReport")]
    [Access(Roles.DocketAuditor, Roles.ProgramAdministrator)]
    [Query("from", "to")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reports/downloads")] HttpRequest request, CancellationToken cancellationToken)
    {
        var days = request.Days(ReportDownloads.DayLimit);
        return days.IsRefused
            ? ProblemResult.Of(days.Refusals)
            : Answer.Ok(DownloadReportView.Of(await report.ExecuteAsync(days.Value, cancellationToken)), DocumentsJson.Answers.DownloadReportView);
    }
}

/// <summary>How often cardholders fetched their documents themselves.</summary>
/// <param name="Downloads">How often in all.</param>
/// <param name="Days">Each day, UTC, in order.</param>
public sealed record DownloadReportView(int Downloads, IReadOnlyList<DownloadDayView> Days)
{
    internal static DownloadReportView Of(IReadOnlyList<DownloadDay> days) => new(
        days.Sum(day => day.Count),
        [.. days.Select(day => new DownloadDayView(LocalDatePattern.Iso.Format(day.Day), day.Count, day.Documents, day.IsComplete))]);
}

/// <summary>A day's downloads.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Downloads">How often a cardholder fetched a document.</param>
/// <param name="Documents">How many documents those were.</param>
/// <param name="IsComplete">Whether all of the day's were counted.</param>
public sealed record DownloadDayView(string Day, int Downloads, int Documents, bool IsComplete);
