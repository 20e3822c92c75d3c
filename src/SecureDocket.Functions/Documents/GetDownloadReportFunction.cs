using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using NodaTime;
using NodaTime.Text;
using SecureDocket.Documents;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;

namespace SecureDocket.Functions.Documents;

/// <summary><c>GET /api/v1/reports/downloads?from=YYYY-MM-DD&amp;to=YYYY-MM-DD</c>: how many records requests nobody had to file.</summary>
public sealed class GetDownloadReportFunction(ReportDownloads report)
{
    /// <summary>200 with the counts of each day, both ends included.</summary>
    [Function("GetDownloadReport")]
    [Access(Roles.DocketAuditor, Roles.ProgramAdministrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/reports/downloads")] HttpRequest request, CancellationToken cancellationToken)
    {
        List<Refusal> refusals = [];
        var (from, to) = (Day(request, "from", refusals), Day(request, "to", refusals));
        if (refusals.Count == 0 && (to < from || Period.DaysBetween(from, to) >= ReportDownloads.DayLimit))
        {
            refusals.Add(new("invalid", string.Create(CultureInfo.InvariantCulture, $"Not before from, and at most {ReportDownloads.DayLimit} days with it."), "to"));
        }

        return refusals.Count > 0
            ? ProblemResult.Of(refusals)
            : Answer.Ok(DownloadReportView.Of(await report.ExecuteAsync(new DateInterval(from, to), cancellationToken)), ApiJson.Readable.DownloadReportView);
    }

    // The calendar's own ends have no day after them.
    private static LocalDate Day(HttpRequest request, string name, List<Refusal> refusals)
    {
        if (!LocalDatePattern.Iso.Parse(request.Query[name].ToString()).TryGetValue(default, out var day) || day.Year is < 2000 or >= 3000)
        {
            refusals.Add(new("invalid", "A day as YYYY-MM-DD, from the year 2000 on.", name));
        }

        return day;
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
