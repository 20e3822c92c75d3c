using NodaTime;

namespace SecureDocket.Seals;

/// <summary>Counts the seals that officers requested, and their outcomes.</summary>
public sealed class ReportSeals(SealStore seals, TimeProvider clock)
{
    /// <summary>The maximum number of days of one report.</summary>
    public const int DayLimit = 366;

    // Far more than officers seal in a year; a report with more is marked as incomplete.
    private const int RowLimit = 20_000;

    /// <summary>Counts the seals requested on some days; at most <see cref="DayLimit"/> days.</summary>
    /// <param name="days">The days, UTC.</param>
    public async Task<SealReport> ExecuteAsync(DateInterval days, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(days);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days.Length, DayLimit);
        var found = await seals.OfAsync(days, RowLimit, cancellationToken);
        return new(SealCount.Of(found, clock.GetUtcNow()), found.Count < RowLimit);
    }
}

/// <summary>The number of seals.</summary>
/// <param name="Counts">One count per month and reason with a seal, in order.</param>
/// <param name="IsComplete">Whether all seals of the days were counted; if not, the oldest were not.</param>
public sealed record SealReport(IReadOnlyList<SealCount> Counts, bool IsComplete);

/// <summary>The seals requested in a month for one reason, and their outcomes so far.</summary>
/// <param name="Month">The month, UTC.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Asked">The number requested, which is the sum of those waiting, confirmed, declined and lapsed.</param>
/// <param name="Waiting">The number waiting for an administrator.</param>
/// <param name="Confirmed">The number confirmed, including those that have ended since.</param>
/// <param name="Declined">The number declined or withdrawn.</param>
/// <param name="Lapsed">The number not confirmed in time.</param>
/// <param name="EndedEarly">The number confirmed and ended before their end date.</param>
public sealed record SealCount(YearMonth Month, SealReason Reason, int Asked, int Waiting, int Confirmed, int Declined, int Lapsed, int EndedEarly)
{
    internal static IReadOnlyList<SealCount> Of(IEnumerable<Seal> seals, DateTimeOffset now) =>
    [
        .. seals
            .GroupBy(seal => (Month: Instant.FromDateTimeOffset(seal.RequestedAt).InUtc().Date.ToYearMonth(), seal.Reason))
            .OrderBy(group => group.Key.Month)
            .ThenBy(group => group.Key.Reason)
            .Select(group => Of(group.Key.Month, group.Key.Reason, [.. group.Select(seal => seal.StatusAt(now))])),
    ];

    private static SealCount Of(YearMonth month, SealReason reason, IReadOnlyList<SealStatus> statuses)
    {
        int Count(params SealStatus[] counted) => statuses.Count(counted.Contains);
        return new(
            month,
            reason,
            statuses.Count,
            Count(SealStatus.Waiting),
            Count(SealStatus.Confirmed, SealStatus.Ended, SealStatus.Over),
            Count(SealStatus.Declined),
            Count(SealStatus.Lapsed),
            Count(SealStatus.Ended));
    }
}
