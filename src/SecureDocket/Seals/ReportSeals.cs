using NodaTime;

namespace SecureDocket.Seals;

/// <summary>Counts the looks that officers sealed, and what became of the seals.</summary>
public sealed class ReportSeals(SealStore seals, TimeProvider clock)
{
    /// <summary>The most days of one report.</summary>
    public const int DayLimit = 366;

    // Far more than officers seal in a year; a report of more says that it is incomplete.
    private const int RowLimit = 20_000;

    /// <summary>Counts what was asked for on some days; at most <see cref="DayLimit"/> days are asked for.</summary>
    /// <param name="days">The days, UTC.</param>
    public async Task<SealReport> ExecuteAsync(DateInterval days, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(days);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days.Length, DayLimit);
        var found = await seals.OfAsync(days, RowLimit, cancellationToken);
        return new(SealCount.Of(found, clock.GetUtcNow()), found.Count < RowLimit);
    }
}

/// <summary>How many looks were sealed.</summary>
/// <param name="Counts">Each month and reason with a seal, in order.</param>
/// <param name="IsComplete">Whether all of the days' seals were counted; if not, the oldest were not.</param>
public sealed record SealReport(IReadOnlyList<SealCount> Counts, bool IsComplete);

/// <summary>What was asked for in a month for one reason, and what became of it so far.</summary>
/// <param name="Month">The month, UTC.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Asked">How many: the sum of those that wait, were confirmed, declined, and lapsed.</param>
/// <param name="Waiting">How many wait for an administrator.</param>
/// <param name="Confirmed">How many were confirmed, those included that have ended since.</param>
/// <param name="Declined">How many were declined or taken back.</param>
/// <param name="Lapsed">How many nobody confirmed in time.</param>
/// <param name="EndedEarly">How many of those confirmed were ended before their day.</param>
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
