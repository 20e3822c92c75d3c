using System.Globalization;
using NodaTime;
using NodaTime.Text;
using SecureDocket.Storage;

namespace SecureDocket.Hearings;

/// <summary>Hints from a court's day to its hearings, by time. They are written before the docket, and every reader confirms them against it.</summary>
/// <remarks>Only an erasure deletes hints: a moved hearing leaves one behind that its docket does not confirm.</remarks>
public sealed class CourtDays(ITables tables)
{
    // The character after '9'; every key begins with a digit.
    private const string End = ":";

    private readonly RowTable<CourtDayRow> _hints = new(tables, TableNames.CourtDays, HearingsJson.Rows.CourtDayRow);

    /// <summary>Writes the hint to <paramref name="hearing"/>, which is about to be set. One request.</summary>
    public Task AddAsync(CardholderId id, Hearing hearing, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hearing);
        return _hints.PutAsync(Partition(hearing.CourtId, hearing.Start.Date), KeyOf(hearing), new(id, hearing.Id), cancellationToken);
    }

    /// <summary>The hints of a court's day. One request.</summary>
    /// <param name="courtId">The court.</param>
    /// <param name="day">The local day at the court.</param>
    /// <param name="from">The first <see cref="CourtDayHint.Key"/>, inclusive; empty for the start.</param>
    /// <param name="take">The maximum number of hints, up to a thousand.</param>
    public async Task<IReadOnlyList<CourtDayHint>> ReadAsync(
        string courtId, LocalDate day, string from, int take, CancellationToken cancellationToken) =>
    [
        .. (await _hints.RangeAsync(Partition(courtId, day), from, End, take, cancellationToken)).Select(row => new CourtDayHint(row.Key, row.Value)),
    ];

    /// <summary>Deletes the hint to a hearing of a docket that is being erased. At most two requests.</summary>
    internal async Task DropAsync(CardholderId id, Hearing hearing, CancellationToken cancellationToken)
    {
        var (partition, key) = (Partition(hearing.CourtId, hearing.Start.Date), KeyOf(hearing));
        if (await _hints.FindAsync(partition, key, cancellationToken) is { } hint && hint.Value.CardholderId == id)
        {
            await _hints.DeleteAsync(partition, key, hint.Version, cancellationToken);
        }
    }

    /// <summary>Whether a hint leads to <paramref name="hearing"/> as it is now.</summary>
    internal static bool Confirms(CourtDayHint hint, string courtId, LocalDate day, Hearing? hearing) =>
        hearing is { ReleaseReason: null } && hearing.CourtId == courtId && hearing.Start.Date == day && KeyOf(hearing) == hint.Key;

    private static string Partition(string courtId, LocalDate day) => string.Create(CultureInfo.InvariantCulture, $"{courtId}|{day:uuuuMMdd}");

    private static string KeyOf(Hearing hearing) => string.Create(CultureInfo.InvariantCulture, $"{hearing.Start.TimeOfDay:HHmm}|{hearing.Id}");
}

/// <summary>A hint to a hearing.</summary>
/// <param name="Key">Its position in the day.</param>
/// <param name="Row">The hearing it leads to.</param>
public sealed record CourtDayHint(string Key, CourtDayRow Row)
{
    private static readonly LocalTimePattern s_time = LocalTimePattern.CreateWithInvariantCulture("HHmm");

    /// <summary>The local time at which the hearing begins.</summary>
    public LocalTime Time => s_time.Parse(Key[..4]).Value;
}

/// <summary>The target of a hint.</summary>
/// <param name="CardholderId">The docket, which is authoritative.</param>
/// <param name="HearingId">The hearing.</param>
public sealed record CourtDayRow(CardholderId CardholderId, string HearingId);
