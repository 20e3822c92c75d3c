using NodaTime;
using NodaTime.Text;
using SecureDocket.Storage;

namespace SecureDocket.Partners;

/// <summary>Reads and writes partners' days: one partition per partner, one row per day.</summary>
public sealed class PartnerDays(ITables tables)
{
    private readonly RowTable<PartnerDay> _days = new(tables, TableNames.Partners, PartnersJson.Rows.PartnerDay);

    /// <summary>A day; null if there is no record of it. One request.</summary>
    internal Task<Stored<PartnerDay>?> FindAsync(string partner, LocalDate day, CancellationToken cancellationToken) =>
        _days.FindAsync(Partition(partner), Key(day), cancellationToken);

    /// <summary>The recorded days of an interval, in order. One request.</summary>
    internal async Task<IReadOnlyDictionary<LocalDate, PartnerDay>> RangeAsync(string partner, DateInterval days, CancellationToken cancellationToken)
    {
        var rows = await _days.RangeAsync(Partition(partner), Key(days.Start), Key(days.End.PlusDays(1)), days.Length, cancellationToken);
        return rows.ToDictionary(row => LocalDatePattern.Iso.Parse(row.Key).Value, row => row.Value);
    }

    /// <summary>Writes a day. One request.</summary>
    /// <returns>The day as stored; null if it has changed since it was read, possibly by an earlier attempt of this call.</returns>
    internal Task<Stored<PartnerDay>?> WriteAsync(
        string partner, LocalDate day, Stored<PartnerDay>? before, PartnerDay after, CancellationToken cancellationToken) =>
        _days.WriteAsync(Partition(partner), Key(day), before, after, cancellationToken);

    private static string Partition(string partner) => $"days|{partner}";

    private static string Key(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
