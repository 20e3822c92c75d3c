using System.Globalization;
using System.Text.Json;
using NodaTime;
using SecureDocket.Storage;

namespace SecureDocket.Hearings;

/// <summary>Hints from a court's day to its hearings, in order of time. Written before the docket, and confirmed against it by whoever follows one.</summary>
/// <remarks>Nobody drops one: a hearing that is moved leaves a hint behind that its docket does not confirm.</remarks>
public sealed class CourtDays(ITables tables)
{
    // The character after '9': every key begins with a digit.
    private const string End = ":";

    /// <summary>Notes that <paramref name="hearing"/> is about to be set. One request.</summary>
    public Task AddAsync(CardholderId id, Hearing hearing, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hearing);
        var json = JsonSerializer.Serialize(new CourtDayRow(id, hearing.Id), HearingsJson.Rows.CourtDayRow);
        return tables.CommitAsync(
            TableNames.CourtDays, Partition(hearing.CourtId, hearing.Start.Date), [RowWrite.Put(KeyOf(hearing), json)], cancellationToken);
    }

    /// <summary>The hints of a court's day. One request.</summary>
    /// <param name="courtId">The court.</param>
    /// <param name="day">The day on the court's clock.</param>
    /// <param name="from">The first <see cref="CourtDayHint.Key"/>, inclusive; empty for the start.</param>
    /// <param name="take">The most hints to give, up to a thousand.</param>
    public async Task<IReadOnlyList<CourtDayHint>> ReadAsync(
        string courtId, LocalDate day, string from, int take, CancellationToken cancellationToken)
    {
        var rows = await tables.RangeAsync(TableNames.CourtDays, Partition(courtId, day), from, End, take, cancellationToken);
        return [.. rows.Select(row => new CourtDayHint(row.Key, JsonSerializer.Deserialize(row.Json, HearingsJson.Rows.CourtDayRow)!))];
    }

    /// <summary>Whether a hint leads to <paramref name="hearing"/> as it stands.</summary>
    internal static bool Confirms(CourtDayHint hint, string courtId, LocalDate day, Hearing? hearing) =>
        hearing is { ReleaseReason: null } && hearing.CourtId == courtId && hearing.Start.Date == day && KeyOf(hearing) == hint.Key;

    private static string Partition(string courtId, LocalDate day) => string.Create(CultureInfo.InvariantCulture, $"{courtId}|{day:uuuuMMdd}");

    private static string KeyOf(Hearing hearing) => string.Create(CultureInfo.InvariantCulture, $"{hearing.Start.TimeOfDay:HHmm}|{hearing.Id}");
}

/// <summary>A hint to follow.</summary>
/// <param name="Key">Its place in the day.</param>
/// <param name="Row">Where it leads.</param>
public sealed record CourtDayHint(string Key, CourtDayRow Row);

/// <summary>Where a hint leads.</summary>
/// <param name="CardholderId">The docket that tells the truth.</param>
/// <param name="HearingId">The hearing.</param>
public sealed record CourtDayRow(CardholderId CardholderId, string HearingId);
