using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Hearings;

namespace SecureDocket.Verdicts;

/// <summary>What an officer sees of a genuine card, in force or not.</summary>
/// <param name="Cardholder">The person.</param>
/// <param name="Card">The card.</param>
/// <param name="NextHearing">The next scheduled hearing; null if there is none.</param>
/// <param name="NextCheckIn">The next booked check-in; null if there is none.</param>
/// <param name="Missed">The person's missed check-ins; null if there are none.</param>
/// <param name="Photo">The photo that the card was signed with; null if only its hash is known.</param>
/// <param name="PhotoChanged">Whether the photo on record has changed since, so that the card should be replaced.</param>
/// <param name="LacksCheckIn">Whether the person's schedule requires a check-in and none is booked in time.</param>
/// <param name="BreaksSchedule">Whether the person's schedule is broken.</param>
/// <param name="Texting">Whether texts reach the person; null without a number.</param>
public sealed record OfficerView(
    Cardholder Cardholder,
    Card Card,
    Hearing? NextHearing,
    CheckIn? NextCheckIn,
    MissedCheckIns? Missed,
    PhotoReference? Photo,
    bool PhotoChanged,
    bool LacksCheckIn,
    bool BreaksSchedule,
    TextingState? Texting)
{
    internal static OfficerView Of(Docket docket, Card card, DateTimeOffset at)
    {
        var now = Instant.FromDateTimeOffset(at);
        return new(
            docket.Cardholder,
            card,
            docket.NextHearing(now),
            docket.NextCheckIn(now),
            MissedCheckIns.Of(docket),
            docket.PhotoOf(card),
            docket.HasOtherPhotoThan(card),
            docket.LacksCheckIn(now),
            docket.BreaksSchedule(now),
            docket.Texting);
    }
}

/// <summary>A person's missed check-ins, without those that were excused or our fault.</summary>
/// <param name="Count">The number.</param>
/// <param name="Last">The local day of the last one at its office.</param>
public sealed record MissedCheckIns(int Count, LocalDate Last)
{
    internal static MissedCheckIns? Of(Docket docket)
    {
        var missed = docket.CheckIns.Where(checkIn => checkIn.CountsAsMissed).ToList();
        return missed.Count == 0 ? null : new(missed.Count, missed[^1].Start.Date);
    }
}
