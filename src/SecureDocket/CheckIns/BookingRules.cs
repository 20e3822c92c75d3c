using System.Globalization;
using NodaTime;
using SecureDocket.Cards;
using SecureDocket.Dockets;
using SecureDocket.Places;

namespace SecureDocket.CheckIns;

/// <summary>What a check-in must be to be booked or moved.</summary>
internal static class BookingRules
{
    /// <summary>The most check-ins of a docket, cancelled and past ones included.</summary>
    public const int CheckInLimit = 200;

    /// <summary>How often a booking looks again when other commands win the race.</summary>
    public const int AttemptLimit = 8;

    /// <summary>Every reason why a slot cannot be booked, whoever sits in it.</summary>
    /// <param name="office">The office; null when there is none.</param>
    /// <param name="slot">The slot; null when none begins then.</param>
    /// <param name="now">The present.</param>
    public static IEnumerable<Refusal> FaultsOf(Office? office, Slot? slot, Instant now)
    {
        if (office is null)
        {
            yield return Refusals.NoSuchOffice;
        }
        else if (slot is null)
        {
            yield return new("no-such-slot", $"The office takes nobody then; /api/v1/offices/{office.Id}/slots lists when it does.", "start");
        }
        else if (slot.Instant <= now)
        {
            yield return new("slot-passed", "The slot has begun or passed.", "start");
        }
    }

    /// <summary>Every reason why a person cannot have a check-in booked.</summary>
    /// <param name="docket">The person's docket.</param>
    /// <param name="moved">The check-in that is moved; null for a new one.</param>
    /// <param name="now">The present.</param>
    public static IEnumerable<Refusal> FaultsOf(Docket docket, CheckIn? moved, Instant now)
    {
        if (docket.CurrentCard?.AsOf(now.ToDateTimeOffset()).Status is not (CardStatus.Active or CardStatus.Suspended))
        {
            yield return new("no-card-in-force", "The cardholder has no card that is in force or suspended; issue one first.");
        }

        if (docket.CheckIns.FirstOrDefault(checkIn => checkIn.IsUpcoming(now) && checkIn.Id != moved?.Id) is { } upcoming)
        {
            yield return new("check-in-exists", $"The check-in {upcoming.Id} is booked and to come; move or cancel it.");
        }

        if (moved is null && docket.CheckIns.Count >= CheckInLimit)
        {
            yield return new("check-in-limit", string.Create(
                CultureInfo.InvariantCulture, $"A cardholder has at most {CheckInLimit} check-ins, cancelled and past ones included."));
        }
    }

    /// <summary>Why a slot is too late for a person; null when it is not.</summary>
    /// <param name="docket">The person's docket.</param>
    /// <param name="slot">The slot; null when none begins then.</param>
    /// <param name="moved">The check-in that is moved; null for a new one.</param>
    /// <param name="by">Who chooses.</param>
    /// <param name="now">The present.</param>
    public static Refusal? TooLate(Docket docket, Slot? slot, CheckIn? moved, CheckInBooking by, Instant now) =>
        docket.LastBooking(moved, by, now) is var last && slot?.Instant > last
            ? new("slot-too-late", docket.Cardholder.CheckInSchedule is null
                ? "A check-in is booked a year ahead at most."
                : string.Create(CultureInfo.InvariantCulture, $"The schedule calls for a check-in by {last.ToDateTimeOffset():yyyy-MM-ddTHH:mm:ssZ}."), "start")
            : null;

    /// <summary>All seats of the slot are taken.</summary>
    public static Refusal Full { get; } = new("slot-full", "No seat of this slot is free; take another slot.", "start");

    /// <summary>The check-in's status does not allow a command.</summary>
    public static Refusal Status(CheckIn checkIn) =>
        new("check-in-status", $"The check-in is {checkIn.Status.ToString().ToLowerInvariant()}; nothing was changed.");
}
