using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.TimeZones;
using SecureDocket.Cardholders;
using SecureDocket.Places;
using SecureDocket.Times;

namespace SecureDocket.Hearings;

/// <summary>What a registrar says of a hearing, before anything of it is believed.</summary>
public sealed partial record HearingForm
{
    private const int YearsAhead = 20;

    /// <summary>The largest version, 2^53 - 1: what every JSON reader holds exactly.</summary>
    public const long LargestVersion = 9_007_199_254_740_991;

    /// <summary>See <see cref="Hearing.Id"/>.</summary>
    public string? HearingId { get; init; }

    /// <summary>Whose hearing it is; see <see cref="CardholderForm.ANumber"/>.</summary>
    public string? ANumber { get; init; }

    /// <summary>See <see cref="Hearing.SourceVersion"/>.</summary>
    public long? SourceVersion { get; init; }

    /// <summary>The court.</summary>
    public string? CourtId { get; init; }

    /// <summary>What the court's clock shows, <c>YYYY-MM-DDThh:mm</c>.</summary>
    public string? Start { get; init; }

    /// <summary><c>master</c>, <c>individual</c>, <c>bond</c> or <c>other</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>See <see cref="Hearing.Room"/>.</summary>
    public string? Room { get; init; }

    /// <summary>Whether the hearing is not to be held.</summary>
    public bool Cancelled { get; init; }

    /// <summary>Checks every member but whether the start is to come, and names every fault at once.</summary>
    /// <remarks>A start that has passed is no fault of a hearing that stands on record so: see <see cref="HearingEntry.FaultAt"/>.</remarks>
    /// <param name="court">The court that <see cref="CourtId"/> names; null when there is none.</param>
    /// <param name="today">The server's day, UTC.</param>
    public Result<HearingEntry> Check(Court? court, LocalDate today)
    {
        List<Refusal> refusals = [];
        void Fault(string field, string detail) => refusals.Add(new("invalid", detail, field));

        if (HearingId is null || !IdPattern().IsMatch(HearingId))
        {
            Fault("hearingId", "1 to 64 letters, digits, hyphens, underscores and dots.");
        }

        var aNumber = CardholderForm.NormalizeANumber(ANumber);
        if (aNumber is null)
        {
            Fault("aNumber", "An A-number: A and seven to nine digits.");
        }

        if (SourceVersion is null or < 1 or > LargestVersion)
        {
            Fault("sourceVersion", $"A whole number from 1 to {LargestVersion}.");
        }

        HearingKind? kind = Kind switch
        {
            "master" => HearingKind.Master,
            "individual" => HearingKind.Individual,
            "bond" => HearingKind.Bond,
            "other" => HearingKind.Other,
            _ => null,
        };
        if (kind is null)
        {
            Fault("kind", "One of master, individual, bond, other.");
        }

        if (court is null)
        {
            Fault("courtId", "A court that is entered; /api/v1/courts/{courtId} shows it.");
        }

        if (Room is not null && !PlaceRules.IsLine(Room, 20))
        {
            Fault("room", "1 to 20 characters.");
        }

        var instant = Resolve(court, today, Fault, out var start);
        return refusals.Count > 0 ? refusals : new HearingEntry(aNumber!, new Hearing
        {
            Id = HearingId!,
            SourceVersion = SourceVersion!.Value,
            Kind = kind!.Value,
            Status = Cancelled ? HearingStatus.Cancelled : HearingStatus.Scheduled,
            CourtId = court!.Id,
            CourtName = court.Name,
            Room = Room,
            Start = start,
            TimeZone = court.TimeZone,
            TzdbVersion = TzdbDateTimeZoneSource.Default.TzdbVersion,
            Instant = instant!.Value,
        })
        {
            Court = court,
        };
    }

    /// <summary>The fault of a start that has passed, when the form can tell; null otherwise.</summary>
    /// <param name="court">The court that <see cref="CourtId"/> names; null when there is none.</param>
    /// <param name="now">The present.</param>
    public Refusal? FaultAt(Court? court, Instant now) =>
        Resolve(court, now.InUtc().Date, (_, _) => { }, out _) <= now ? HearingEntry.Past : null;

    // A clock that is put forward skips local times, and one that is put back shows them twice: neither names a moment.
    private Instant? Resolve(Court? court, LocalDate today, Action<string, string> fault, out LocalDateTime start)
    {
        // The parser takes more than one spelling of a moment, 24:00 for one.
        if (!LocalMinute.Pattern.Parse(Start ?? "").TryGetValue(default, out start) || LocalMinute.Pattern.Format(start) != Start)
        {
            fault("start", "What the court's clock shows, as YYYY-MM-DDThh:mm.");
            return null;
        }

        if (start.Date > today.PlusYears(YearsAhead))
        {
            fault("start", $"At most {YearsAhead} years ahead.");
            return null;
        }

        if (court is null)
        {
            return null;
        }

        var mapping = DateTimeZoneProviders.Tzdb[court.TimeZone].MapLocal(start);
        if (mapping.Count == 1)
        {
            return mapping.Single().ToInstant();
        }

        fault("start", mapping.Count == 0
            ? $"This time does not exist in {court.TimeZone}: the clock is put forward over it."
            : $"This time comes twice in {court.TimeZone}: the clock is put back over it.");
        return null;
    }

    /// <summary>Whether a text can be the id of a hearing.</summary>
    internal static bool IsId(string text) => IdPattern().IsMatch(text);

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex IdPattern();
}

/// <summary>A hearing that is well-formed, and whose it is.</summary>
/// <param name="ANumber">Whose hearing; <c>A</c> and nine digits.</param>
/// <param name="Hearing">The hearing.</param>
public sealed record HearingEntry(string ANumber, Hearing Hearing)
{
    /// <summary>The hearing's court, which says who speaks for it; null where nobody is asked, as when an administrator has looked at it.</summary>
    public Court? Court { get; init; }

    internal static Refusal Past { get; } = new("invalid", "A time to come.", "start");

    /// <summary>The fault of a start that has passed; null when it is to come.</summary>
    public Refusal? FaultAt(Instant now) => Hearing.Instant <= now ? Past : null;
}
