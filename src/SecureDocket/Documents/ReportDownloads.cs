using NodaTime;

namespace SecureDocket.Documents;

/// <summary>Reports the number of records requests saved because cardholders downloaded their documents themselves.</summary>
public sealed class ReportDownloads(Downloads downloads)
{
    /// <summary>The maximum number of days of one report.</summary>
    public const int DayLimit = 92;

    private const int InFlight = 8;

    /// <summary>Returns the downloads per day, in order; for at most <see cref="DayLimit"/> days.</summary>
    /// <param name="days">The days, UTC.</param>
    public async Task<IReadOnlyList<DownloadDay>> ExecuteAsync(DateInterval days, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(days);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days.Length, DayLimit);
        var found = new DownloadDay[days.Length];
        await Parallel.ForAsync(0, days.Length, new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellationToken }, async (at, stop) =>
            found[at] = await downloads.OfAsync(days.Start.PlusDays(at), stop));
        return found;
    }
}
