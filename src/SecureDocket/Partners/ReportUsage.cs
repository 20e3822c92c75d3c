using NodaTime;

namespace SecureDocket.Partners;

/// <summary>Reports what came of a partner's requests, day by day.</summary>
/// <remarks>Every instance writes down what it counts with its leases, and within two minutes where it takes no more: that much may be still to come.</remarks>
public sealed class ReportUsage(PartnerStore partners, PartnerDays days)
{
    /// <summary>The most days of one report.</summary>
    public const int DayLimit = 92;

    /// <summary>The days' counts, in order; at most <see cref="DayLimit"/> days are asked for. Two requests.</summary>
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

/// <summary>What came of a partner's requests in a day.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Counts">The counts.</param>
public sealed record PartnerUsage(LocalDate Day, PartnerCounts Counts);
