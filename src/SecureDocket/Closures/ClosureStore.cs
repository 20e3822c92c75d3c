using System.Text.Json.Serialization;
using NodaTime;
using SecureDocket.Places;
using SecureDocket.Storage;
using SecureDocket.Times;

namespace SecureDocket.Closures;

/// <summary>Reads and writes the closures of offices and courts, which lie in the row of their place, and what became of each person's date.</summary>
public sealed class ClosureStore(OfficeStore offices, CourtStore courts, ITables tables)
{
    /// <summary>The maximum number of closures of a place, those of past years excepted.</summary>
    public const int Limit = 50;

    // One row for each closure that is not done, so that a run without any costs one request.
    private const string Open = "closures";
    private const string Date = "date|";
    private const int OpenLimit = 500;

    // An office's day has at most 14,400 seats.
    private const int PageLimit = 20;

    private readonly RowTable<OpenClosure> _open = new(tables, TableNames.Places, ClosuresJson.Rows.OpenClosure);
    private readonly RowTable<ClosedDate> _dates = new(tables, TableNames.Places, ClosuresJson.Rows.ClosedDate);

    /// <summary>A place with its closures; null if there is none. At most one request.</summary>
    public async Task<ClosablePlace?> FindAsync(PlaceKind kind, string id, CancellationToken cancellationToken) => kind == PlaceKind.Office
        ? await offices.FindAsync(id, cancellationToken) is { } office ? ClosablePlace.Of(office) : null
        : await courts.FindAsync(id, cancellationToken) is { } court ? ClosablePlace.Of(court) : null;

    /// <summary>Changes the closures of a place as they are at that moment. Two requests.</summary>
    /// <param name="kind">The kind of place.</param>
    /// <param name="id">Its ID.</param>
    /// <param name="change">The closures afterwards; null to leave them.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The place afterwards; null if there is none.</returns>
    internal async Task<ClosablePlace?> ChangeAsync(
        PlaceKind kind, string id, Func<IReadOnlyList<Closure>, IReadOnlyList<Closure>?> change, CancellationToken cancellationToken) => kind == PlaceKind.Office
        ? await offices.ChangeAsync(id, office => change(office.Closures ?? []) is { } after ? office with { Closures = after } : null, cancellationToken)
            is { } office ? ClosablePlace.Of(office) : null
        : await courts.ChangeAsync(id, court => change(court.Closures ?? []) is { } after ? court with { Closures = after } : null, cancellationToken)
            is { } court ? ClosablePlace.Of(court) : null;

    /// <summary>Changes one closure as it is at that moment. Two requests.</summary>
    internal async Task<Closure?> ChangeAsync(OpenClosure open, Func<Closure, Closure?> change, CancellationToken cancellationToken) => (await ChangeAsync(
        open.Kind,
        open.PlaceId,
        closures => closures.FirstOrDefault(each => each.Id == open.Id) is { } present && change(present) is { } after
            ? [.. closures.Select(each => each.Id == open.Id ? after : each)]
            : null,
        cancellationToken))?.Closures.FirstOrDefault(each => each.Id == open.Id);

    /// <summary>Notes that a closure is not done. One request.</summary>
    internal Task OpenAsync(OpenClosure open, CancellationToken cancellationToken) => _open.PutAsync(Open, open.Id, open, cancellationToken);

    /// <summary>The closures that are not done. One request.</summary>
    internal async Task<IReadOnlyList<OpenClosure>> AllOpenAsync(CancellationToken cancellationToken) =>
        [.. (await _open.RangeAsync(Open, "", "~", OpenLimit, cancellationToken)).Select(row => row.Value)];

    /// <summary>Notes that a closure is done. One request.</summary>
    internal Task DoneAsync(OpenClosure open, CancellationToken cancellationToken) => _open.DeleteAsync(Open, open.Id, null, cancellationToken);

    /// <summary>Keeps what became of a date, after its docket says so. One request.</summary>
    internal Task KeepAsync(string closureId, string dateId, ClosedDate date, CancellationToken cancellationToken) =>
        _dates.PutAsync(PartitionOf(closureId), $"{Date}{date.CardholderId}|{dateId}", date, cancellationToken);

    /// <summary>A page of what became of a closure's dates, by cardholder. One request.</summary>
    /// <param name="closureId">The closure.</param>
    /// <param name="page">The page token; null for the first page.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Result<Page<ClosedDate>>> DatesAsync(string closureId, string? page, CancellationToken cancellationToken) =>
        PageToken.TryStart(page, Date, out var from)
            ? await _dates.PageAsync(PartitionOf(closureId), Date, from, cancellationToken)
            : Refusals.PageToken;

    /// <summary>How many dates a closure was told about, by what became of them. One request per thousand.</summary>
    public async Task<ClosureCount> CountAsync(string closureId, CancellationToken cancellationToken)
    {
        const int pageSize = 1000;
        var (count, from) = (new ClosureCount(0, 0, 0, 0), Date);
        for (var page = 0; page < PageLimit; page++)
        {
            var rows = await _dates.RangeAsync(PartitionOf(closureId), from, RowKey.After(Date), pageSize, cancellationToken);
            count = rows.Aggregate(count, (sum, row) => sum.With(row.Value));
            if (rows.Count < pageSize)
            {
                break;
            }

            from = rows[^1].Key + " ";
        }

        return count;
    }

    private static string PartitionOf(string closureId) => $"closure|{closureId}";
}

/// <summary>The kinds of places that close.</summary>
public enum PlaceKind
{
    /// <summary>A field office, with check-ins.</summary>
    Office,

    /// <summary>A court, with hearings.</summary>
    Court,
}

/// <summary>A place and its closures.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Id">Its ID.</param>
/// <param name="TimeZone">The IANA ID of its time zone.</param>
/// <param name="Closures">Its closures.</param>
/// <param name="Office">The office; null for a court.</param>
public sealed record ClosablePlace(PlaceKind Kind, string Id, string TimeZone, IReadOnlyList<Closure> Closures, Office? Office)
{
    internal static ClosablePlace Of(Office office) => new(PlaceKind.Office, office.Id, office.TimeZone, office.Closures ?? [], office);

    internal static ClosablePlace Of(Court court) => new(PlaceKind.Court, court.Id, court.TimeZone, court.Closures ?? [], null);
}

/// <summary>A closure that is not done.</summary>
/// <param name="Id">The closure.</param>
/// <param name="Kind">The kind of its place.</param>
/// <param name="PlaceId">Its place.</param>
/// <param name="At">When it was requested.</param>
internal sealed record OpenClosure(string Id, PlaceKind Kind, string PlaceId, [property: JsonConverter(typeof(InstantConverter))] Instant At);

/// <summary>What became of a date that fell into a closure.</summary>
/// <param name="CardholderId">The docket.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="IsReached">Whether texts reach the person; if not, an item in the inbox asks for a call.</param>
public sealed record ClosedDate(CardholderId CardholderId, ClosedDateOutcome Outcome, bool IsReached);

/// <summary>What became of a date that fell into a closure.</summary>
public enum ClosedDateOutcome
{
    /// <summary>The check-in was moved to another opening.</summary>
    Rebooked,

    /// <summary>The person is asked to choose another date.</summary>
    Asked,

    /// <summary>The hearing is not held; the court gives another date.</summary>
    NotHeld,
}

/// <summary>The dates of a closure, by what became of them.</summary>
/// <param name="Rebooked">Check-ins that were moved.</param>
/// <param name="Asked">Check-ins of people who are asked to choose another date.</param>
/// <param name="NotHeld">Hearings that are not held.</param>
/// <param name="NotReached">Of all of them, those whose person no text reaches.</param>
public sealed record ClosureCount(int Rebooked, int Asked, int NotHeld, int NotReached)
{
    internal ClosureCount With(ClosedDate date) => new(
        Rebooked + (date.Outcome == ClosedDateOutcome.Rebooked ? 1 : 0),
        Asked + (date.Outcome == ClosedDateOutcome.Asked ? 1 : 0),
        NotHeld + (date.Outcome == ClosedDateOutcome.NotHeld ? 1 : 0),
        NotReached + (date.IsReached ? 0 : 1));
}
