using SecureDocket.CheckIns;
using SecureDocket.Times;

namespace SecureDocket.Functions.CheckIns;

/// <summary>A check-in. It shows nothing of the person.</summary>
public sealed record CheckInView
{
    private const string InPerson = "in-person";
    private const string Remote = "remote";

    /// <summary>Its id.</summary>
    public required string CheckInId { get; init; }

    /// <summary>One more whenever date, place or status changes.</summary>
    public required long Version { get; init; }

    /// <summary>booked, attended, missed or cancelled.</summary>
    public required string Status { get; init; }

    /// <summary>The office.</summary>
    public required string OfficeId { get; init; }

    /// <summary>The office's name.</summary>
    public required string Office { get; init; }

    /// <summary>What the office's clock shows.</summary>
    public required string Start { get; init; }

    /// <summary>The zone of the office's clock.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The version of the tz database that <see cref="StartsAt"/> was found by.</summary>
    public required string TzdbVersion { get; init; }

    /// <summary>The same moment in UTC.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>The seat within the slot.</summary>
    public required int Seat { get; init; }

    /// <summary>officer, cardholder, text or schedule.</summary>
    public required string BookedBy { get; init; }

    /// <summary>How the person reported.</summary>
    public string? Manner { get; init; }

    /// <summary>Why it does not take place.</summary>
    public string? CancelReason { get; init; }

    /// <summary>The words for <see cref="CheckInManner"/>.</summary>
    internal static IReadOnlyList<string> Manners { get; } = [InPerson, Remote];

    internal static CheckInManner MannerOf(string? word) => word == Remote ? CheckInManner.Remote : CheckInManner.InPerson;

    internal static CheckInView Of(CheckIn checkIn) => new()
    {
        CheckInId = checkIn.Id,
        Version = checkIn.Version,
        Status = Names.Of(checkIn.Status),
        OfficeId = checkIn.OfficeId,
        Office = checkIn.OfficeName,
        Start = LocalMinute.Format(checkIn.Start),
        TimeZone = checkIn.TimeZone,
        TzdbVersion = checkIn.TzdbVersion,
        StartsAt = checkIn.Instant.ToDateTimeOffset(),
        Seat = checkIn.Seat,
        BookedBy = Names.Of(checkIn.BookedBy),
        Manner = checkIn.Manner switch
        {
            null => null,
            CheckInManner.Remote => Remote,
            _ => InPerson,
        },
        CancelReason = checkIn.CancelReason,
    };
}

/// <summary>How often a person must report.</summary>
/// <param name="OfficeId">The office.</param>
/// <param name="EveryDays">The days from one check-in to the next.</param>
public sealed record CheckInScheduleView(string OfficeId, int EveryDays)
{
    internal static CheckInScheduleView? Of(CheckInSchedule? schedule) => schedule is null ? null : new(schedule.OfficeId, schedule.EveryDays);
}
