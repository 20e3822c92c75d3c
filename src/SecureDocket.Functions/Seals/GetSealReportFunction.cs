using NodaTime.Text;
using SecureDocket.Seals;

namespace SecureDocket.Functions.Seals;

/// <summary><c>GET /api/v1/reports/seals?from=YYYY-MM-DD&amp;to=YYYY-MM-DD</c>: how many disclosures were sealed, why, and with which outcome.</summary>
public sealed class GetSealReportFunction(ReportSeals report)
{
    /// <summary>200 with the counts for each month and reason, including both ends.</summary>
    [Function("GetSealReport"), Access(Roles.DocketAuditor, Roles.ProgramAdministrator), Query("from", "to")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reports/seals")] HttpRequest request, CancellationToken cancellationToken) =>
        request.Days(ReportSeals.DayLimit).ThenAsync(async days =>
            JsonAnswer.Ok(SealReportView.Of(await report.ExecuteAsync(days, cancellationToken)), SealsJson.Answers.SealReportView));
}

/// <summary>The number of sealed disclosures.</summary>
/// <param name="Counts">The counts for each month and reason with a seal, in chronological order.</param>
/// <param name="IsComplete">Whether all seals were counted.</param>
public sealed record SealReportView(IReadOnlyList<SealCountView> Counts, bool IsComplete)
{
    internal static SealReportView Of(SealReport report) => new([.. report.Counts.Select(SealCountView.Of)], report.IsComplete);
}

/// <summary>The seals requested in one month for one reason, and their outcomes so far.</summary>
/// <param name="Month">The month, UTC; the first and last month cover only the requested days.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Asked">The number requested: the sum of waiting, confirmed, declined and lapsed.</param>
/// <param name="Waiting">The number awaiting an administrator.</param>
/// <param name="Confirmed">The number confirmed.</param>
/// <param name="Declined">The number declined or withdrawn.</param>
/// <param name="Lapsed">The number not confirmed in time.</param>
/// <param name="EndedEarly">The number of confirmed ones ended before their day.</param>
public sealed record SealCountView(string Month, string Reason, int Asked, int Waiting, int Confirmed, int Declined, int Lapsed, int EndedEarly)
{
    internal static SealCountView Of(SealCount count) => new(
        YearMonthPattern.Iso.Format(count.Month), Names.Kebab(count.Reason), count.Asked, count.Waiting, count.Confirmed, count.Declined, count.Lapsed, count.EndedEarly);
}
