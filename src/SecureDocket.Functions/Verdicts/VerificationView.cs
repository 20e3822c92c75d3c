using NodaTime;
using NodaTime.Text;
using SecureDocket.Cardholders;
using SecureDocket.Functions.Cardholders;
using SecureDocket.Messages;
using SecureDocket.Times;
using SecureDocket.Verdicts;

namespace SecureDocket.Functions.Verdicts;

/// <summary>The response to a verification. Its content beyond the verdict depends on the caller.</summary>
/// <param name="Verdict">The verdict: valid, invalid or undetermined.</param>
/// <param name="Reasons">Stable codes; empty when valid.</param>
/// <param name="Evidence">The evidence for the verdict.</param>
public sealed record VerificationView(string Verdict, IReadOnlyList<string> Reasons, EvidenceView Evidence)
{
    /// <summary>The ID of the disclosure that records this response; absent when no record was read.</summary>
    public string? Id { get; init; }

    /// <summary>When the card expires; for officers and partners.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Whether the name sent matches the card; for partners.</summary>
    public bool? NameMatches { get; init; }

    /// <summary>Whether the birth date sent matches the card; for partners.</summary>
    public bool? BirthDateMatches { get; init; }

    /// <summary>The person; for officers.</summary>
    public OfficerCardView? Card { get; init; }

    internal static VerificationView Of(Verification verification, SmsOptions sms) => new(
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
        Card = verification.Officer is { } officer ? OfficerCardView.Of(officer, id => Links.Photo(id, verification.Id!, verification.Evidence.CheckedAt), sms) : null,
    };
}

/// <summary>The evidence for a verdict.</summary>
/// <param name="Method">The method: credential or cardNumber.</param>
/// <param name="KeyId">The key named in the credential.</param>
/// <param name="CheckedAt">When the verdict was given.</param>
/// <param name="StatusAsOf">The time of the status.</param>
/// <param name="StatusAgeSeconds">The age of the status in seconds.</param>
/// <param name="CheckByEye">What a person must check by eye.</param>
public sealed record EvidenceView(
    string Method, string? KeyId, DateTimeOffset CheckedAt, DateTimeOffset? StatusAsOf, int? StatusAgeSeconds, IReadOnlyList<string> CheckByEye);

/// <summary>The data disclosed to officers.</summary>
public sealed record OfficerCardView
{
    /// <summary>The card number as printed.</summary>
    public required string CardNumber { get; init; }

    /// <summary>The name in the person's own script.</summary>
    public required string Name { get; init; }

    /// <summary>The name as printed.</summary>
    public required string LatinName { get; init; }

    /// <summary>The birth date, as precisely as known.</summary>
    public required string BirthDate { get; init; }

    /// <summary>The nationality, ISO 3166-1 alpha-3.</summary>
    public required string Nationality { get; init; }

    /// <summary>The photo with which the card was signed, for comparison at full size.</summary>
    public PhotoView? Photo { get; init; }

    /// <summary>True when the photo on record has changed since the card was signed, so that the card should be replaced; otherwise absent.</summary>
    public bool? PhotoChanged { get; init; }

    /// <summary>The state of the case.</summary>
    public PostureView? Posture { get; init; }

    /// <summary>The next hearing; absent when there is none.</summary>
    public NextHearingView? NextHearing { get; init; }

    /// <summary>The next booked check-in; absent when there is none.</summary>
    public NextCheckInView? NextCheckIn { get; init; }

    /// <summary>The missed check-ins; absent when there are none.</summary>
    public MissedCheckInsView? MissedCheckIns { get; init; }

    /// <summary>True when the person's schedule requires a check-in and none is booked in time; otherwise absent.</summary>
    public bool? CheckInToBook { get; init; }

    /// <summary>True when the schedule's last day has passed or the next check-in is later; otherwise absent.</summary>
    public bool? ScheduleBroken { get; init; }

    /// <summary>Whether text messages to the person's number reach nobody or someone else, so that the officer should ask for another number.</summary>
    public required bool ContactFault { get; init; }

    /// <summary>Whether text messages reach the person, and how the person gets them again; absent without a number.</summary>
    public TextingView? Texting { get; init; }

    internal static OfficerCardView Of(OfficerView officer, Func<CardholderId, string> photoOf, SmsOptions sms)
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
                ? new(LocalMinute.Format(hearing.Start), hearing.TimeZone, hearing.CourtName, Names.Of(hearing.Kind), PersonStart(hearing.Start, hearing.Instant, details))
                : null,
            NextCheckIn = officer.NextCheckIn is { } checkIn
                ? new(LocalMinute.Format(checkIn.Start), checkIn.TimeZone, checkIn.OfficeName, PersonStart(checkIn.Start, checkIn.Instant, details))
                : null,
            MissedCheckIns = officer.Missed is { } missed ? new(missed.Count, LocalDatePattern.Iso.Format(missed.Last)) : null,
            CheckInToBook = officer.LacksCheckIn ? true : null,
            ScheduleBroken = officer.BreaksSchedule ? true : null,
            ContactFault = person.PhoneFault is not null,
            Texting = TextingView.Of(officer.Texting, person.Id, sms),
        };
    }

    private static string? PersonStart(LocalDateTime start, Instant instant, CardholderDetails details) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(details.TimeZone) is { } home && instant.InZone(home).LocalDateTime is var own && own != start
            ? LocalMinute.Format(own)
            : null;
}

/// <summary>The next hearing.</summary>
/// <param name="Start">The court's local time.</param>
/// <param name="TimeZone">The court's time zone.</param>
/// <param name="Court">The court's name.</param>
/// <param name="Kind">The kind: master, individual, bond or other.</param>
/// <param name="PersonStart">The same moment on the clock where the person lives; absent when that is the court's.</param>
public sealed record NextHearingView(string Start, string TimeZone, string Court, string Kind, string? PersonStart);

/// <summary>The next check-in.</summary>
/// <param name="Start">The office's local time.</param>
/// <param name="TimeZone">The office's time zone.</param>
/// <param name="Office">The office's name.</param>
/// <param name="PersonStart">The same moment on the clock where the person lives; absent when that is the office's.</param>
public sealed record NextCheckInView(string Start, string TimeZone, string Office, string? PersonStart);

/// <summary>A person's missed check-ins.</summary>
/// <param name="Count">The number.</param>
/// <param name="Last">The day of the last one.</param>
public sealed record MissedCheckInsView(int Count, string Last);
