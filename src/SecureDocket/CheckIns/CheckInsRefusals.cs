using System.Globalization;
using NodaTime;

namespace SecureDocket.CheckIns;

/// <summary>The refusals about check-ins, their slots and their offices.</summary>
internal static class CheckInsRefusals
{
    public static Refusal NoSuchSlot(string officeId) => new(
        "no-such-slot", $"The office has no slot at this time; see /api/v1/offices/{officeId}/slots.", "start");

    public static Refusal SlotPassed { get; } = new("slot-passed", "The slot has already begun.", "start");

    public static Refusal SlotFull { get; } = new("slot-full", "The slot is full; choose another one.", "start");

    public static Refusal TooFarAhead { get; } = new("slot-too-late", "A check-in can be booked at most a year ahead.", "start");

    public static Refusal TooLate(Instant last) => new(
        "slot-too-late", string.Create(CultureInfo.InvariantCulture, $"The schedule requires a check-in by {last.ToDateTimeOffset():yyyy-MM-ddTHH:mm:ssZ}."), "start");

    public static Refusal AlreadyBooked(string checkInId) => new("check-in-exists", $"The check-in {checkInId} is already booked; move or cancel it.");

    public static Refusal Limit(int limit) => new("check-in-limit", string.Create(
        CultureInfo.InvariantCulture, $"A cardholder can have at most {limit} check-ins, cancelled and past ones included."));

    public static Refusal Status(CheckInStatus status) => new("check-in-status", $"The check-in is {Name(status)}. Nothing was changed.");

    public static Refusal CancelTooLate { get; } = new("check-in-status", "The check-in's time has come; only an officer can cancel it now.");

    public static Refusal CancelAfterSchedule { get; } = new(
        "check-in-status", "The latest day of the schedule has passed; only an officer can cancel the check-in now.");

    public static Refusal MoveTooLate { get; } = new("check-in-status", "The check-in's time has come; only an officer can move it now.");

    public static Refusal TooEarly { get; } = new("check-in-too-early", "The day of the check-in has not come yet.");

    public static Refusal DayOver { get; } = new("check-in-status", "The day of the check-in is over; record the attendance, or a judgement once it is missed.");

    public static Refusal Elsewhere(string office, string officeId) => new("check-in-elsewhere", $"The check-in is at {office} ({officeId}); move it first, or send the person there.", "officeId");

    public static Refusal NotMissed(CheckInStatus status) => new("check-in-status", $"The check-in is {Name(status)}; only a missed one is judged. Nothing was changed.");

    public static Refusal RemoteNotAllowed { get; } = new("remote-not-allowed", "This office does not accept remote check-ins.", "manner");

    private static string Name(CheckInStatus status) => status == CheckInStatus.SentHome ? "sent-home" : status.ToString().ToLowerInvariant();

    public static Refusal DayRange(int days) => new(
        "invalid", string.Create(CultureInfo.InvariantCulture, $"Must be on or after from, and the range at most {days} days."), "to");

    public static Refusal HolidayBooked(string officeId, int count, string day) => new("holiday-booked", string.Create(
        CultureInfo.InvariantCulture,
        $"{count} check-ins are booked on {day}. Close the office on that day first, with POST /api/v1/offices/{officeId}/closures."),
        "holidays");

    public static Refusal BookingsTouched(int count, string days) => new("bookings-touched", string.Create(
        CultureInfo.InvariantCulture,
        $"This changes the place, local time or day of {count} booked check-ins: {days}. They stay booked. To proceed, send touches: {count}."),
        "touches");
}
