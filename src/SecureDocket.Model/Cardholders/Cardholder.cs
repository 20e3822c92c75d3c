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

    /// <summary>The details recorded at enrollment.</summary>
    public required CardholderDetails Details { get; init; }

    /// <summary>The result of the background check.</summary>
    public Clearance Clearance { get; init; } = Clearance.Pending;

    /// <summary>The enrolled photo; null before there is one.</summary>
    public PhotoReference? Photo { get; init; }

    /// <summary>The opaque ID of the officer who took the enrolled photo; null if that was not recorded.</summary>
    public string? PhotoBy { get; init; }

    /// <summary>The opaque ID of the officer who recorded the clearance; null if that was not recorded.</summary>
    public string? ClearanceBy { get; init; }

    /// <summary>Earlier photos that cards were signed with, oldest first. They are kept as long as such a card can be shown.</summary>
    public IReadOnlyList<PhotoReference> SignedPhotos { get; init => field = value ?? []; } = [];

    /// <summary>The photo that replaces the enrolled one once a second officer approves it; null if none is waiting.</summary>
    public PhotoChange? PhotoChange { get; init; }

    /// <summary>Who last changed the phone number, and when; null while it is the number from enrollment.</summary>
    public HandChange? NumberChange { get; init; }

    /// <summary>When the present number was given or confirmed; null if there is none, or if it was given before this was recorded.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant? MobileSince { get; init; }

    /// <summary>The officer present when the PIN was set, and when; null before that, or if it was not recorded.</summary>
    public HandChange? PinGiven { get; init; }

    /// <summary>The officer who last gave the person codes, and when; null before that, or if it was not recorded.</summary>
    public HandChange? CodesGiven { get; init; }

    /// <summary>The number that SMS can reach; null if there is none.</summary>
    [JsonIgnore]
    public string? ReachableMobile => PhoneFault is null ? Details.Mobile : null;

    /// <summary>How often the person must report; null without a schedule.</summary>
    public CheckInSchedule? CheckInSchedule { get; init; }

    /// <summary>When that schedule took effect; null without a schedule, or if it was set before this was recorded.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant? CheckInScheduleSince { get; init; }

    /// <summary>A fault of the person's number: texts reach no one, or someone else. Null while no fault is known.</summary>
    public PhoneFault? PhoneFault { get; init; }

    /// <summary>Why the person's phone gets no texts; null while it may get some.</summary>
    public TextsOff? TextsOff { get; init; }

    /// <summary>When the person set the portal PIN; null while there is none. The PIN itself is not in the docket.</summary>
    public DateTimeOffset? PinSetAt { get; init; }

    /// <summary>The operation that last printed portal codes, so that a retry is recognized; null before the first. The codes are not in the docket.</summary>
    public string? CodesPrintedBy { get; init; }

    /// <summary>The operation that last printed a kiosk code, so that a retry is recognized; null before the first.</summary>
    public string? KioskCodeBy { get; init; }

    /// <summary>People with other A-numbers who may be the same person, and what a second officer found; at most 20.</summary>
    public IReadOnlyList<AlikePerson> Alike { get; init => field = value ?? []; } = [];

    /// <summary>Why the docket must not be erased whatever a rule or a request says; null while nothing forbids it.</summary>
    public DocketHold? Hold { get; init; }

    /// <summary>Since when the docket is kept from officers without the role that opens it; null for everybody else. The reason is never recorded.</summary>
    public DateTimeOffset? ProtectedSince { get; init; }

    /// <summary>Whether the docket is kept from this caller, unless the person shows them the card.</summary>
    public bool IsKeptFrom(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return ProtectedSince is not null && actor.IsKeptFromProtected;
    }

    /// <summary>The operation that enrolled the person, so that a retry is recognized.</summary>
    public required string EnrolledBy { get; init; }
}

/// <summary>A hold: the docket must not be erased.</summary>
/// <param name="Reason">The reason, from <see cref="All"/>.</param>
/// <param name="By">The opaque ID of the administrator who placed it.</param>
/// <param name="At">When.</param>
public sealed record DocketHold(string Reason, string By, DateTimeOffset At)
{
    /// <summary>The reasons: a lawsuit, an inquiry, or a request of the person or their representative that is not decided.</summary>
    public static IReadOnlyList<string> All { get; } = ["litigation", "inquiry", "request"];
}

/// <summary>Texts to the number do not reach the person. The fault stands until an officer records another number, or the same one again.</summary>
/// <param name="At">When the fault was found.</param>
/// <param name="Code">The cause: the provider's code, e.g. <c>sms-4004</c>, or <see cref="WrongNumber"/>.</param>
public sealed record PhoneFault([property: JsonConverter(typeof(InstantConverter))] Instant At, string Code)
{
    /// <summary>Somebody who has the phone said that it is not the cardholder's.</summary>
    public const string WrongNumber = "wrong-number";
}

/// <summary>A person's details as enrolled.</summary>
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

    /// <summary>The language, as a BCP 47 tag.</summary>
    public required string Language { get; init; }

    /// <summary>The phone number, E.164; null when the person has no phone.</summary>
    public string? Mobile { get; init; }

    /// <summary>The home time zone, an IANA ID.</summary>
    public required string TimeZone { get; init; }

    /// <summary>How much a text message may say.</summary>
    public MessageTier MessageTier { get; init; }

    /// <summary>
    /// The word that texts begin with in the tier <see cref="MessageTier.CodeWord"/>, see <see cref="Texts.CodeWord"/>; null in every other
    /// tier.
    /// </summary>
    public string? CodeWord { get; init; }

    /// <summary>The posture of the case; null until the agency sends one.</summary>
    public Posture? Posture { get; init; }

    /// <summary>The fingerprint number (FINS) by which the agency's own systems know the person, see <see cref="ExternalId.Read"/>; null if none was given.</summary>
    public string? Fins { get; init; }

    /// <summary>The subject ID on the agency's papers, see <see cref="ExternalId.Read"/>; null if none was given.</summary>
    public string? SubjectId { get; init; }

    /// <summary>The initials of the name in Latin letters, such as <c>M. A.</c>, at most four.</summary>
    [JsonIgnore]
    public string Initials => PersonName.InitialsOf(LatinName);

    /// <summary>The person's IDs in other systems.</summary>
    [JsonIgnore]
    public IEnumerable<ExternalId> ExternalIds =>
    [
        .. Fins is { } fins ? new[] { new ExternalId(ExternalIdKind.Fins, fins) } : [],
        .. SubjectId is { } subject ? new[] { new ExternalId(ExternalIdKind.SubjectId, subject) } : [],
    ];
}

/// <summary>Who changed one of the two things that give access to the portal (the phone number, or the PIN and codes), and when.</summary>
/// <param name="By">The person in the portal, or an officer.</param>
/// <param name="At">When it was changed.</param>
public sealed record HandChange(Actor By, DateTimeOffset At)
{
    private static readonly TimeSpan s_countsFor = TimeSpan.FromDays(1);

    /// <summary>Whether this officer may not change the other one: an officer who set number, PIN and codes could sign in as the person.</summary>
    public bool Bars(Actor officer, DateTimeOffset now) => By.Role != Actor.CardholderRole && By.Id == officer.Id && now - At < s_countsFor;
}

/// <summary>A photo that one officer took and another must approve, because a card signed with the previous photo is in force.</summary>
/// <param name="Photo">The photo.</param>
/// <param name="RequestedBy">The officer who took it.</param>
/// <param name="RequestedAt">When it was taken.</param>
public sealed record PhotoChange(PhotoReference Photo, Actor RequestedBy, DateTimeOffset RequestedAt)
{
    private static readonly TimeSpan s_openFor = TimeSpan.FromHours(1);

    /// <summary>When the approval window ends.</summary>
    [JsonIgnore]
    public DateTimeOffset ExpiresAt => RequestedAt + s_openFor;
}

/// <summary>The stored photo.</summary>
/// <param name="Hash">SHA-256 of the stored bytes, 64 lower-case hex digits; also the blob's name.</param>
/// <param name="MediaType"><c>image/jpeg</c> or <c>image/png</c>.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record PhotoReference(string Hash, string MediaType, int Width, int Height);
