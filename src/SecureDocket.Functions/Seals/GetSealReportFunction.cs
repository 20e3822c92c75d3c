using NodaTime.Text;
using SecureDocket.Seals;

namespace SecureDocket.Functions.Seals;

/// <summary><c>GET /api/v1/reports/seals?from=YYYY-MM-DD&amp;to=YYYY-MM-DD</c>: how many looks were sealed, why, and what became of the seals.</summary>
public sealed class GetSealReportFunction(ReportSeals report)
{
    /// <summary>200 with the counts of each month and reason, both ends included.</summary>
    [Function("GetSealReport")]
    [Access(Roles.DocketAuditor, Roles.ProgramAdministrator)]
    [Query("from", "to")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reports/seals")] HttpRequest request, CancellationToken cancellationToken)
    {
        var days = request.Days(ReportSeals.DayLimit);
        return days.IsRefused
            ? ProblemResult.Of(days.Refusals)
            : Answer.Ok(SealReportView.Of(await report.ExecuteAsync(days.Value, cancellationToken)), SealsJson.Answers.SealReportView);
    }
}

/// <summary>How many looks were sealed.</summary>
/// <param name="Counts">Each month and reason with a seal, in order.</param>
/// <param name="IsComplete">Whether all were counted.</param>
public sealed record SealReportView(IReadOnlyList<SealCountView> Counts, bool IsComplete)
{
    internal static SealReportView Of(SealReport report) => new([.. report.Counts.Select(SealCountView.Of)], report.IsComplete);
}

/// <summary>What was asked for in a month for one reason, and what became of it so far.</summary>
/// <param name="Month">The month, UTC; of the first and the last, the days that were asked for.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Asked">How many: the sum of waiting, confirmed, declined and lapsed.</param>
/// <param name="Waiting">How many wait for an administrator.</param>
/// <param name="Confirmed">How many were confirmed.</param>
/// <param name="Declined">How many were declined or taken back.</param>
/// <param name="Lapsed">How many nobody confirmed in time.</param>
/// <param name="EndedEarly">How many of those confirmed were ended before their day.</param>
public sealed record SealCountView(string Month, string Reason, int Asked, int Waiting, int Confirmed, int Declined, int Lapsed, int EndedEarly)
{
    internal static SealCountView Of(SealCount count) => new(
        YearMonthPattern.Iso.Format(count.Month), Names.Kebab(count.Reason), count.Asked, count.Waiting, count.Confirmed, count.Declined, count.Lapsed, count.EndedEarly);
}
