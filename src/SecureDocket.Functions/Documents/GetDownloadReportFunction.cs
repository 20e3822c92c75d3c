using NodaTime.Text;
using SecureDocket.Documents;

namespace SecureDocket.Functions.Documents;

/// <summary><c>GET /api/v1/reports/downloads?from=YYYY-MM-DD&amp;to=YYYY-MM-DD</c>: how many records requests were avoided.</summary>
public sealed class GetDownloadReportFunction(ReportDownloads report)
{
    /// <summary>200 with the counts for each day, including both ends.</summary>
    [Function("GetDownloadReport"), Access(Roles.DocketAuditor, Roles.ProgramAdministrator), Query("from", "to")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reports/downloads")] HttpRequest request, CancellationToken cancellationToken) =>
        request.Days(ReportDownloads.DayLimit).ThenAsync(async days =>
            JsonAnswer.Ok(DownloadReportView.Of(await report.ExecuteAsync(days, cancellationToken)), DocumentsJson.Answers.DownloadReportView));
}

/// <summary>How often cardholders downloaded their own documents.</summary>
/// <param name="Downloads">The total number of downloads.</param>
/// <param name="Days">The days, UTC, in chronological order.</param>
public sealed record DownloadReportView(int Downloads, IReadOnlyList<DownloadDayView> Days)
{
    internal static DownloadReportView Of(IReadOnlyList<DownloadDay> days) => new(
        days.Sum(day => day.Count),
        [.. days.Select(day => new DownloadDayView(LocalDatePattern.Iso.Format(day.Day), day.Count, day.Documents, day.IsComplete))]);
}

/// <summary>A day's downloads.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Downloads">The number of downloads by cardholders.</param>
/// <param name="Documents">The number of different documents.</param>
/// <param name="IsComplete">Whether all downloads of the day were counted.</param>
public sealed record DownloadDayView(string Day, int Downloads, int Documents, bool IsComplete);
