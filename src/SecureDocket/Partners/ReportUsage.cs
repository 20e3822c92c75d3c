using NodaTime;

namespace SecureDocket.Partners;

/// <summary>Reports the outcomes of a partner's requests by day.</summary>
/// <remarks>Every instance records its counts with its leases, and within two minutes if it takes none, so recent counts may be missing.</remarks>
public sealed class ReportUsage(PartnerStore partners, PartnerDays days)
{
    /// <summary>The maximum number of days of one report.</summary>
    public const int DayLimit = 92;

    /// <summary>Returns the counts per day, in order; for at most <see cref="DayLimit"/> days. Two requests.</summary>
    /// <param name="partner">The partner.</param>
    /// <param name="interval">The days, UTC.</param>
    public async Task<Result<IReadOnlyList<PartnerUsage>>> ExecuteAsync(string partner, DateInterval interval, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(interval);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(interval.Length, DayLimit);
        if (await partners.FindAsync(partner, cancellationToken) is null)
        {
            return Refusals.NoSuchPartner;
        }

        var known = await days.RangeAsync(partner, interval, cancellationToken);
        return interval.Select(day => new PartnerUsage(day, known.GetValueOrDefault(day)?.Counts ?? new())).ToArray();
    }
}

/// <summary>The outcomes of a partner's requests in a day.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Counts">The counts.</param>
public sealed record PartnerUsage(LocalDate Day, PartnerCounts Counts);
