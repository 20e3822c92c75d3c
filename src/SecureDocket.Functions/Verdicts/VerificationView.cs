using NodaTime.Text;
using SecureDocket.Functions.Cardholders;
using SecureDocket.Times;
using SecureDocket.Verdicts;

namespace SecureDocket.Functions.Verdicts;

/// <summary>The answer to a verification; what it holds beyond the verdict depends on who asks.</summary>
/// <param name="Verdict">valid, invalid or undetermined.</param>
/// <param name="Reasons">Stable codes; empty when valid.</param>
/// <param name="Evidence">What the verdict rests on.</param>
public sealed record VerificationView(string Verdict, IReadOnlyList<string> Reasons, EvidenceView Evidence)
{
    /// <summary>The disclosure that records this answer; absent when nothing on record was touched.</summary>
    public string? Id { get; init; }

    /// <summary>When the card expires; officers and partners.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Whether the name that was sent is the card's; partners.</summary>
    public bool? NameMatches { get; init; }

    /// <summary>Whether the birth date that was sent is the card's; partners.</summary>
    public bool? BirthDateMatches { get; init; }

    /// <summary>Whose card it is; officers.</summary>
    public OfficerCardView? Card { get; init; }

    internal static VerificationView Of(Verification verification) => new(
        Names.Of(verification.Outcome),
        verification.Reasons,
        new(
            Names.Of(verification.Evidence.Method),
            verification.Evidence.KeyId,
            verification.Evidence.CheckedAt,
            verification.Evidence.StatusAsOf,
            verification.Evidence.StatusAgeSeconds,
            verification.Evidence.CheckByEye))
    {
        Id = verification.Id,
        Expires = verification.Partner?.Expires ?? verification.Officer?.Card.Expires,
        NameMatches = verification.Partner?.NameMatches,
        BirthDateMatches = verification.Partner?.BirthDateMatches,
        Card = verification.Officer is { } officer ? OfficerCardView.Of(officer, id => Links.Photo(id, verification.Id!, verification.Evidence.CheckedAt)) : null,
    };
}

/// <summary>What a verdict rests on.</summary>
/// <param name="Method">credential or cardNumber.</param>
/// <param name="KeyId">The key that the credential names.</param>
/// <param name="CheckedAt">When it was judged.</param>
/// <param name="StatusAsOf">The moment that the status is of.</param>
/// <param name="StatusAgeSeconds">How old the status is.</param>
/// <param name="CheckByEye">What no machine has checked.</param>
public sealed record EvidenceView(
    string Method, string? KeyId, DateTimeOffset CheckedAt, DateTimeOffset? StatusAsOf, int? StatusAgeSeconds, IReadOnlyList<string> CheckByEye);

/// <summary>What an officer sees.</summary>
public sealed record OfficerCardView
{
    /// <summary>As printed.</summary>
    public required string CardNumber { get; init; }

    /// <summary>The name in the person's own script.</summary>
    public required string Name { get; init; }

    /// <summary>The name as printed.</summary>
    public required string LatinName { get; init; }

    /// <summary>The birth date as far as it is known.</summary>
    public required string BirthDate { get; init; }

    /// <summary>ISO 3166-1 alpha-3.</summary>
    public required string Nationality { get; init; }

    /// <summary>The photo that the card was signed with, to compare at full size.</summary>
    public PhotoView? Photo { get; init; }

    /// <summary>True when the photo on record was changed since the card was signed, so that the card is due for replacement; absent otherwise.</summary>
    public bool? PhotoChanged { get; init; }

    /// <summary>Where the case stands.</summary>
    public PostureView? Posture { get; init; }

    /// <summary>The next hearing to be held; absent when none is to come.</summary>
    public NextHearingView? NextHearing { get; init; }

    /// <summary>The next check-in that is booked; absent when none is to come.</summary>
    public NextCheckInView? NextCheckIn { get; init; }

    /// <summary>The check-ins that the person did not come to; absent when there are none.</summary>
    public MissedCheckInsView? MissedCheckIns { get; init; }

    /// <summary>True when the person's schedule calls for a check-in and none is booked in time; absent otherwise.</summary>
    public bool? CheckInToBook { get; init; }

    /// <summary>True when the schedule's last day has passed, or the check-in to come is later; absent otherwise.</summary>
    public bool? ScheduleBroken { get; init; }

    /// <summary>Whether texts to the person's number reach nobody, or somebody else: ask for another.</summary>
    public required bool ContactFault { get; init; }

    internal static OfficerCardView Of(OfficerView officer, Func<CardholderId, string> photoOf)
    {
        var (person, details) = (officer.Cardholder, officer.Cardholder.Details);
        return new()
        {
            CardNumber = officer.Card.Number.ToPrinted(),
            Name = details.Name,
            LatinName = details.LatinName,
            BirthDate = details.BirthDate.ToString(),
            Nationality = details.Nationality,
            Photo = officer.Photo is { } photo ? new(photo.Hash, photo.Width, photo.Height, photoOf(person.Id)) : null,
            PhotoChanged = officer.PhotoChanged ? true : null,
            Posture = PostureView.Of(details.Posture),
            NextHearing = officer.NextHearing is { } hearing
                ? new(LocalMinute.Format(hearing.Start), hearing.TimeZone, hearing.CourtName, Names.Of(hearing.Kind))
                : null,
            NextCheckIn = officer.NextCheckIn is { } checkIn
                ? new(LocalMinute.Format(checkIn.Start), checkIn.TimeZone, checkIn.OfficeName)
                : null,
            MissedCheckIns = officer.Missed is { } missed ? new(missed.Count, LocalDatePattern.Iso.Format(missed.Last)) : null,
            CheckInToBook = officer.LacksCheckIn ? true : null,
            ScheduleBroken = officer.BreaksSchedule ? true : null,
            ContactFault = person.PhoneFault is not null,
        };
    }
}

/// <summary>The next hearing.</summary>
/// <param name="Start">What the court's clock shows.</param>
/// <param name="TimeZone">The zone of the court's clock.</param>
/// <param name="Court">The court's name.</param>
/// <param name="Kind">master, individual, bond or other.</param>
public sealed record NextHearingView(string Start, string TimeZone, string Court, string Kind);

/// <summary>The next check-in.</summary>
/// <param name="Start">What the office's clock shows.</param>
/// <param name="TimeZone">The zone of the office's clock.</param>
/// <param name="Office">The office's name.</param>
public sealed record NextCheckInView(string Start, string TimeZone, string Office);

/// <summary>The check-ins that a person did not come to.</summary>
/// <param name="Count">How many.</param>
/// <param name="Last">The day of the last one.</param>
public sealed record MissedCheckInsView(int Count, string Last);
