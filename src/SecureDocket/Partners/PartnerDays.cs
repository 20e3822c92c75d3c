using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using SecureDocket.Storage;

namespace SecureDocket.Partners;

/// <summary>Reads and writes partners' days: one partition per partner, one row per day.</summary>
public sealed class PartnerDays(ITables tables)
{
    /// <summary>A day; null if there is no record of it. One request.</summary>
    internal async Task<StoredPartnerDay?> FindAsync(string partner, LocalDate day, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Partners, new(Partition(partner), Key(day)), cancellationToken);
        return row is null ? null : new(Read(row), row.Version);
    }

    /// <summary>The recorded days of an interval, in order. One request.</summary>
    internal async Task<IReadOnlyDictionary<LocalDate, PartnerDay>> RangeAsync(string partner, DateInterval days, CancellationToken cancellationToken)
    {
        var rows = await tables.RangeAsync(
            TableNames.Partners, Partition(partner), Key(days.Start), Key(days.End.PlusDays(1)), days.Length, cancellationToken);
        return rows.ToDictionary(row => LocalDatePattern.Iso.Parse(row.Key).Value, Read);
    }

    /// <summary>Writes a day. One request.</summary>
    /// <returns>The day as stored; null if it has changed since it was read, possibly by an earlier attempt of this call.</returns>
    internal async Task<StoredPartnerDay?> WriteAsync(
        string partner, LocalDate day, StoredPartnerDay? before, PartnerDay after, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(after, PartnersJson.Rows.PartnerDay);
        var write = before is null ? RowWrite.Insert(Key(day), json) : RowWrite.Replace(Key(day), json, before.Version);
        return await tables.CommitAsync(TableNames.Partners, Partition(partner), [write], cancellationToken) is { } versions
            ? new(after, versions[0])
            : null;
    }

    private static PartnerDay Read(Row row) => JsonSerializer.Deserialize(row.Json, PartnersJson.Rows.PartnerDay)!;

    private static string Partition(string partner) => $"days|{partner}";

    private static string Key(LocalDate day) => LocalDatePattern.Iso.Format(day);
}

/// <summary>A day as read, with the version for a conditional write.</summary>
internal sealed record StoredPartnerDay(PartnerDay Day, string Version);
