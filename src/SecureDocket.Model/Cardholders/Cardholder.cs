using System.Text.Json.Serialization;
using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Texts;
using SecureDocket.Times;

namespace SecureDocket.Cardholders;

/// <summary>The person whose docket this is.</summary>
public sealed record Cardholder
{
    /// <summary>The docket's opaque key.</summary>
    public required CardholderId Id { get; init; }

    /// <summary>What was recorded at enrollment.</summary>
    public required CardholderDetails Details { get; init; }

    /// <summary>The result of the background check.</summary>
    public Clearance Clearance { get; init; } = Clearance.Pending;

    /// <summary>The enrolled photo; null before there is one.</summary>
    public PhotoReference? Photo { get; init; }

    /// <summary>Who took the enrolled photo in, by their opaque id; null where that was not kept.</summary>
    public string? PhotoBy { get; init; }

    /// <summary>Who recorded the clearance, likewise.</summary>
    public string? ClearanceBy { get; init; }

    /// <summary>The earlier photos that cards were signed with, oldest first: as long as such a card can be shown, so can its photo.</summary>
    public IReadOnlyList<PhotoReference> SignedPhotos { get; init => field = value ?? []; } = [];

    /// <summary>The photo that takes the place of the enrolled one once a second officer approves it; null while none waits.</summary>
    public PhotoChange? PhotoChange { get; init; }

    /// <summary>Who gave the person's texts another number last, and when; null while it is the one of the enrollment.</summary>
    public HandChange? NumberChange { get; init; }

    /// <summary>Which officer was present when the person's PIN was set, and when; null before the first, and where it was not kept.</summary>
    public HandChange? PinGiven { get; init; }

    /// <summary>Which officer gave the person codes last, likewise.</summary>
    public HandChange? CodesGiven { get; init; }

    /// <summary>The number that texts reach; null where there is none.</summary>
    [JsonIgnore]
    public string? ReachableMobile => PhoneFault is null ? Details.Mobile : null;

    /// <summary>How often the person must report; null without a schedule.</summary>
    public CheckInSchedule? CheckInSchedule { get; init; }

    /// <summary>Since when the person reports by that schedule; null without one, and where it was set before this was kept.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant? CheckInScheduleSince { get; init; }

    /// <summary>That texts to the person's number reach nobody, or somebody else; null while nothing speaks against it.</summary>
    public PhoneFault? PhoneFault { get; init; }

    /// <summary>When the person set the PIN for the portal; null while there is none. The PIN itself is not in the docket.</summary>
    public DateTimeOffset? PinSetAt { get; init; }

    /// <summary>The operation that last printed codes for the portal, to recognise a repeated request; null before the first. The codes are not in the docket.</summary>
    public string? CodesPrintedBy { get; init; }

    /// <summary>Likewise for a kiosk's code.</summary>
    public string? KioskCodeBy { get; init; }

    /// <summary>Whoever of another A-number may be the same person, and what a second officer found; 20 at most.</summary>
    public IReadOnlyList<AlikePerson> Alike { get; init => field = value ?? []; } = [];

    /// <summary>The operation that enrolled the person, to recognise a repeated request.</summary>
    public required string EnrolledBy { get; init; }
}

/// <summary>That a person's number is of no use, until an officer records another.</summary>
/// <param name="At">When it was found.</param>
/// <param name="Code">How: the provider's code as <c>sms-4004</c>, or <c>wrong-number</c> when whoever has the phone said so.</param>
public sealed record PhoneFault([property: JsonConverter(typeof(InstantConverter))] Instant At, string Code);

/// <summary>What an enrollment says about a person.</summary>
public sealed record CardholderDetails
{
    /// <summary>The A-number: <c>A</c> and nine digits.</summary>
    public required string ANumber { get; init; }

    /// <summary>The full name as the person writes it, in any script, Unicode NFC.</summary>
    public required string Name { get; init; }

    /// <summary>The full name in Latin letters, as the card prints it.</summary>
    public required string LatinName { get; init; }

    /// <summary>The birth date as far as it is known.</summary>
    public required BirthDate BirthDate { get; init; }

    /// <summary>ISO 3166-1 alpha-3, or an ICAO 9303 code for persons without a defined nationality.</summary>
    public required string Nationality { get; init; }

    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    /// <summary>E.164; null when the person has no phone.</summary>
    public string? Mobile { get; init; }

    /// <summary>The home time zone, an IANA id.</summary>
    public required string TimeZone { get; init; }

    /// <summary>How much a text message may say.</summary>
    public MessageTier MessageTier { get; init; }

    /// <summary>The word that texts begin with in the tier <see cref="MessageTier.CodeWord"/>, see <see cref="Texts.CodeWord"/>; null in any other.</summary>
    public string? CodeWord { get; init; }

    /// <summary>Where the case stands; null before the agency has fed it.</summary>
    public Posture? Posture { get; init; }
}

/// <summary>What one hand did of the two things that open the portal: the number of the person's texts, and the PIN or codes.</summary>
/// <param name="By">Whose hand: the person's in the portal, or an officer's.</param>
/// <param name="At">When.</param>
public sealed record HandChange(Actor By, DateTimeOffset At)
{
    private static readonly TimeSpan s_countsFor = TimeSpan.FromDays(1);

    /// <summary>Whether this officer may not do the other thing: with number, PIN and codes from one hand, that hand could be the person.</summary>
    public bool Bars(Actor officer, DateTimeOffset now) => By.Role != Actor.CardholderRole && By.Id == officer.Id && now - At < s_countsFor;
}

/// <summary>A photo that one officer took in and another must approve, because a card is in force that was signed with the one before.</summary>
/// <param name="Photo">The photo.</param>
/// <param name="RequestedBy">Who took it in.</param>
/// <param name="RequestedAt">When.</param>
public sealed record PhotoChange(PhotoReference Photo, Actor RequestedBy, DateTimeOffset RequestedAt)
{
    private static readonly TimeSpan s_openFor = TimeSpan.FromHours(1);

    /// <summary>From when it can no longer be approved.</summary>
    [JsonIgnore]
    public DateTimeOffset ExpiresAt => RequestedAt + s_openFor;
}

/// <summary>The stored photo.</summary>
/// <param name="Hash">SHA-256 of the stored bytes, 64 lower-case hex digits; also the blob's name.</param>
/// <param name="MediaType"><c>image/jpeg</c> or <c>image/png</c>.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record PhotoReference(string Hash, string MediaType, int Width, int Height);
