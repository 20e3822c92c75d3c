using System.Globalization;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;
using SecureDocket.Dockets;
using SecureDocket.Storage;
using SecureDocket.Times;

namespace SecureDocket.CheckIns;

/// <summary>A seat's row as read or written.</summary>
/// <param name="Partition">The office and the day.</param>
/// <param name="Key">The time and the seat's number.</param>
/// <param name="Version">The version for a conditional write.</param>
/// <param name="Row">The holder.</param>
internal sealed record TakenSeat(string Partition, string Key, string Version, SeatRow Row)
{
    private static readonly LocalTimePattern s_time = LocalTimePattern.CreateWithInvariantCulture("HHmm");
    private static readonly LocalDatePattern s_day = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");

    /// <summary>A row of a partition.</summary>
    public static TakenSeat Of(string partition, Stored<SeatRow> row) => new(partition, row.Key, row.Version, row.Value);

    /// <summary>The seat's number, from 1.</summary>
    public int Number => int.Parse(Key[5..], NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The start of the slot.</summary>
    public LocalTime Time => s_time.Parse(Key[..4]).Value;

    private LocalDate Day => s_day.Parse(Partition[^8..]).Value;

    /// <summary>Whether the row was written for this check-in.</summary>
    public bool IsFor(CardholderId id, string checkInId) => Row.CardholderId == id && Row.CheckInId == checkInId;

    /// <summary>Whether the row's docket holds the seat.</summary>
    public bool IsHeldIn(Docket docket) => docket.CheckIns.Any(checkIn =>
        checkIn.Id == Row.CheckInId
        && checkIn.Status == CheckInStatus.Booked
        && checkIn.OfficeId == Partition[..^9]
        && checkIn.Start == Day + Time
        && checkIn.Seat == Number);

    /// <summary>Whether the row's docket, read after the row, neither holds the seat nor can still get it unless the row is rewritten.</summary>
    public bool IsDeadBy(Docket docket) => docket.Version > Row.DocketVersion && !IsHeldIn(docket);
}

/// <summary>The holder of a seat, as far as its row knows.</summary>
/// <param name="CardholderId">The docket, which is authoritative.</param>
/// <param name="CheckInId">The check-in.</param>
/// <param name="DocketVersion">The docket's version on which the booking was decided.</param>
/// <param name="At">When the row was written.</param>
internal sealed record SeatRow(
    CardholderId CardholderId, string CheckInId, long DocketVersion, [property: JsonConverter(typeof(InstantConverter))] Instant At);
