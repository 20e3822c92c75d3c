using System.Globalization;
using NodaTime;
using SecureDocket.Storage;

namespace SecureDocket.CheckIns;

/// <summary>Hints from an office's day to its check-ins, by time. They are written before the docket, and every reader confirms them against it.</summary>
/// <remarks>
/// Unlike seats, they are never dropped but by an erasure: those who came and those who did not stay on the list of their day. A moved check-in leaves a hint behind that
/// its docket does not confirm. Two commands at once write the same hint, and the one that loses may write it last, so no list chooses by what a hint says: whoever missed a
/// check-in has a hint of their own for each finding, which no other change overwrites.
/// </remarks>
public sealed class OfficeDays(ITables tables, KeyedHash hash)
{
    // The character after '9'; every hint begins with a digit.
    private const string End = ":";
    private const string SeenPrefix = "seen|";
    private const string MissedPrefix = "missed|";

    private static readonly IReadOnlyList<MissFinding?> s_findings = [null, .. Enum.GetValues<MissFinding>()];

    private readonly RowTable<OfficeDayRow> _hints = new(tables, TableNames.OfficeDays, CheckInsJson.Rows.OfficeDayRow);
    private readonly RowTable<SeenPeople> _seen = new(tables, TableNames.OfficeDays, CheckInsJson.Rows.SeenPeople);

    /// <summary>Writes the hint to a check-in, which is about to be recorded. One request, and another if it was missed.</summary>
    /// <param name="id">The docket.</param>
    /// <param name="checkIn">The check-in.</param>
    /// <param name="docketVersion">The docket's version once it is recorded.</param>
    /// <param name="cancellationToken">Cancels the call; a hint without its commit leads nowhere.</param>
    public async Task AddAsync(CardholderId id, CheckIn checkIn, long docketVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkIn);
        OfficeDayRow row = new(id, checkIn.Id, docketVersion, checkIn.Status);
        await _hints.PutAsync(Partition(checkIn.OfficeId, checkIn.Start.Date), KeyOf(checkIn), row, cancellationToken);
        if (checkIn.Status == CheckInStatus.Missed)
        {
            await _hints.PutAsync(MissedPartition(checkIn.Judgement?.Finding, checkIn.OfficeId, checkIn.Start.Date), KeyOf(checkIn), row, cancellationToken);
        }
    }

    /// <summary>The hints of an office's day. One request.</summary>
    /// <param name="officeId">The office.</param>
    /// <param name="day">The local day at the office.</param>
    /// <param name="from">The first <see cref="OfficeDayHint.Key"/>, inclusive; empty for the start.</param>
    /// <param name="take">The maximum number of hints, up to a thousand.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<OfficeDayHint>> ReadAsync(string officeId, LocalDate day, string from, int take, CancellationToken cancellationToken) =>
        RangeAsync(Partition(officeId, day), day, from, take, cancellationToken);

    /// <summary>The hints to the check-ins of an office's day that were missed, with a finding or, if it is null, without one. One request; otherwise as <see cref="ReadAsync"/>.</summary>
    internal Task<IReadOnlyList<OfficeDayHint>> ReadMissedAsync(
        string officeId, LocalDate day, MissFinding? finding, string from, int take, CancellationToken cancellationToken) =>
        RangeAsync(MissedPartition(finding, officeId, day), day, from, take, cancellationToken);

    /// <summary>
    /// Deletes the hint to a missed check-in that its docket, read after the hint and at its version or a later one, does not confirm. A hint that was written again meanwhile stays. One request.
    /// </summary>
    internal Task DropMissedAsync(string officeId, MissFinding? finding, OfficeDayHint hint, CancellationToken cancellationToken) =>
        _hints.DeleteAsync(MissedPartition(finding, officeId, hint.Day), hint.Key, hint.Tag, cancellationToken);

    /// <summary>The people whom an officer has already been shown on lists today. One request.</summary>
    /// <param name="officer">The officer.</param>
    /// <param name="today">The day in UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal Task<Stored<SeenPeople>?> SeenAsync(Actor officer, LocalDate today, CancellationToken cancellationToken) =>
        _seen.FindAsync(SeenPartition(today), SeenKey(officer), cancellationToken);

    /// <summary>Records whom an officer was shown; of two calls at a time one may be forgotten, and its people are then disclosed twice. One request.</summary>
    internal Task PutSeenAsync(Actor officer, Stored<SeenPeople>? before, SeenPeople people, CancellationToken cancellationToken) =>
        _seen.WriteAsync(SeenPartition(people.Day), SeenKey(officer), before, people, cancellationToken);

    /// <summary>Deletes the records of whom officers were shown before a day. Requests as <see cref="RowTable{T}.PurgeAsync"/>.</summary>
    internal Task<PurgedRows> PurgeSeenAsync(LocalDate before, CancellationToken cancellationToken) =>
        _seen.PurgeAsync(SeenPrefix, SeenPrefix + "~", seen => seen.Day < before, cancellationToken);

    /// <summary>Deletes the hints to a check-in of a docket that is being erased. At most two requests, and eight more if it was missed.</summary>
    internal async Task DropAsync(CardholderId id, CheckIn checkIn, bool wasMissed, CancellationToken cancellationToken)
    {
        var day = checkIn.Start.Date;
        var missed = wasMissed ? s_findings.Select(finding => MissedPartition(finding, checkIn.OfficeId, day)) : [];
        foreach (var partition in missed.Prepend(Partition(checkIn.OfficeId, day)))
        {
            var key = KeyOf(checkIn);
            if (await _hints.FindAsync(partition, key, cancellationToken) is { } hint && hint.Value.CardholderId == id)
            {
                await _hints.DeleteAsync(partition, key, hint.Version, cancellationToken);
            }
        }
    }

    /// <summary>Whether a hint leads to a check-in as it is now.</summary>
    internal static bool Confirms(OfficeDayHint hint, string officeId, CheckIn? checkIn) =>
        checkIn is not null && checkIn.OfficeId == officeId && checkIn.Start.Date == hint.Day && KeyOf(checkIn) == hint.Key;

    private async Task<IReadOnlyList<OfficeDayHint>> RangeAsync(string partition, LocalDate day, string from, int take, CancellationToken cancellationToken) =>
        [.. (await _hints.RangeAsync(partition, from, End, take, cancellationToken)).Select(row => new OfficeDayHint(day, row.Key, row.Value, row.Version))];

    private static string Partition(string officeId, LocalDate day) => string.Create(CultureInfo.InvariantCulture, $"{officeId}|{day:uuuuMMdd}");

    private static string MissedPartition(MissFinding? finding, string officeId, LocalDate day) =>
        string.Create(CultureInfo.InvariantCulture, $"{MissedPrefix}{finding?.ToString() ?? "Unjudged"}|{Partition(officeId, day)}");

    private static string KeyOf(CheckIn checkIn) => string.Create(CultureInfo.InvariantCulture, $"{checkIn.Start.TimeOfDay:HHmm}|{checkIn.Id}");

    private static string SeenPartition(LocalDate day) => string.Create(CultureInfo.InvariantCulture, $"{SeenPrefix}{day:uuuuMMdd}");

    private string SeenKey(Actor officer) => SeenPrefix + hash.KeyOf("office-day", officer.Id);
}

/// <summary>A hint to a check-in.</summary>
/// <param name="Day">The local day at the office.</param>
/// <param name="Key">Its position in the day.</param>
/// <param name="Row">The check-in it leads to.</param>
/// <param name="Tag">Changes whenever it is written, even if it says the same.</param>
public sealed record OfficeDayHint(LocalDate Day, string Key, OfficeDayRow Row, string Tag);

/// <summary>The target of a hint.</summary>
/// <param name="CardholderId">The docket, which is authoritative.</param>
/// <param name="CheckInId">The check-in.</param>
/// <param name="Version">The docket's version with which something that the list shows last changed.</param>
/// <param name="Status">The check-in's status.</param>
public sealed record OfficeDayRow(CardholderId CardholderId, string CheckInId, long Version, CheckInStatus Status);

/// <summary>The people whom an officer was shown on lists in one day, so that each is disclosed once.</summary>
/// <param name="Day">The day in UTC.</param>
/// <param name="People">The dockets.</param>
internal sealed record SeenPeople(LocalDate Day, IReadOnlyList<CardholderId> People);
