using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Places;

namespace SecureDocket.CheckIns;

/// <summary>The rules for booking and moving check-ins.</summary>
internal static class BookingRules
{
    /// <summary>The maximum number of check-ins of a docket, including cancelled and past ones.</summary>
    public const int CheckInLimit = 200;

    /// <summary>How often a booking is retried when other commands win the race.</summary>
    public const int AttemptLimit = 8;

    /// <summary>Every reason why a slot cannot be booked, apart from its seats.</summary>
    /// <param name="office">The office; null if there is none.</param>
    /// <param name="slot">The slot; null if none begins at that time.</param>
    /// <param name="now">The current time.</param>
    public static IEnumerable<Refusal> FaultsOf(Office? office, Slot? slot, Instant now)
    {
        if (office is null)
        {
            yield return Refusals.NoSuchOffice;
        }
        else if (slot is null)
        {
            yield return CheckInsRefusals.NoSuchSlot(office.Id);
        }
        else if (slot.Instant <= now)
        {
            yield return CheckInsRefusals.SlotPassed;
        }
    }

    /// <summary>Every reason why no check-in can be booked for a person. A card is none: whose card is lost must be able to come.</summary>
    /// <param name="docket">The person's docket.</param>
    /// <param name="moved">The check-in being moved; null for a new one.</param>
    /// <param name="now">The current time.</param>
    public static IEnumerable<Refusal> FaultsOf(Docket docket, CheckIn? moved, Instant now)
    {
        if (docket.CheckIns.FirstOrDefault(checkIn => checkIn.IsUpcoming(now) && checkIn.Id != moved?.Id) is { } upcoming)
        {
            yield return CheckInsRefusals.AlreadyBooked(upcoming.Id);
        }

        if (moved is null && docket.CheckIns.Count >= CheckInLimit)
        {
            yield return CheckInsRefusals.Limit(CheckInLimit);
        }
    }

    /// <summary>Why a slot is too late for a person; null if it is not.</summary>
    /// <param name="docket">The person's docket.</param>
    /// <param name="slot">The slot; null if none begins at that time.</param>
    /// <param name="moved">The check-in being moved; null for a new one.</param>
    /// <param name="by">Who books.</param>
    /// <param name="now">The current time.</param>
    public static Refusal? TooLate(Docket docket, Slot? slot, CheckIn? moved, CheckInBooking by, Instant now) =>
        docket.LastBooking(moved, by, now) is var last && slot?.Instant > last
            ? docket.Cardholder.CheckInSchedule is null ? CheckInsRefusals.TooFarAhead : CheckInsRefusals.TooLate(last)
            : null;

    /// <summary>The check-in's status does not allow the command.</summary>
    public static Refusal Status(CheckIn checkIn) => CheckInsRefusals.Status(checkIn.Status);
}
