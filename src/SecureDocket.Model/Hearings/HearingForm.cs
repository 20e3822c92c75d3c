using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.TimeZones;
using SecureDocket.Cardholders;
using SecureDocket.Places;
using SecureDocket.Times;

namespace SecureDocket.Hearings;

/// <summary>A hearing as a registrar sent it, not validated yet.</summary>
public sealed partial record HearingForm
{
    private const int YearsAhead = 20;

    /// <summary>The largest version, 2^53 - 1, which every JSON reader represents exactly.</summary>
    public const long LargestVersion = 9_007_199_254_740_991;

    /// <summary>See <see cref="Hearing.Id"/>.</summary>
    public string? HearingId { get; init; }

    /// <summary>The person's A-number; see <see cref="CardholderForm.ANumber"/>.</summary>
    public string? ANumber { get; init; }

    /// <summary>See <see cref="Hearing.SourceVersion"/>.</summary>
    public long? SourceVersion { get; init; }

    /// <summary>The court.</summary>
    public string? CourtId { get; init; }

    /// <summary>The local time at the court, <c>YYYY-MM-DDThh:mm</c>.</summary>
    public string? Start { get; init; }

    /// <summary><c>master</c>, <c>individual</c>, <c>bond</c> or <c>other</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>See <see cref="Hearing.Room"/>.</summary>
    public string? Room { get; init; }

    /// <summary>Whether the hearing is cancelled.</summary>
    public bool Cancelled { get; init; }

    /// <summary>Validates every member, except that the start is in the future, and reports all faults at once.</summary>
    /// <remarks>A past start is not a fault if the hearing on record has it; see <see cref="HearingEntry.FaultAt"/>.</remarks>
    /// <param name="court">The court that <see cref="CourtId"/> names; null if there is none.</param>
    /// <param name="today">The server's date, UTC.</param>
    public Result<HearingEntry> Check(Court? court, LocalDate today)
    {
        List<Refusal> refusals = [];
        void Fault(Refusal refusal) => refusals.Add(refusal);

        if (HearingId is null || !IdPattern().IsMatch(HearingId))
        {
            Fault(HearingsRefusals.HearingId);
        }

        var aNumber = Cardholders.ANumber.Read(ANumber);
        if (aNumber is null)
        {
            Fault(Refusals.ANumber);
        }

        if (SourceVersion is null or < 1 or > LargestVersion)
        {
            Fault(HearingsRefusals.SourceVersion);
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
            Fault(HearingsRefusals.Kind);
        }

        if (court is null)
        {
            Fault(HearingsRefusals.CourtId);
        }

        if (Room is not null && !PlaceRules.IsLine(Room, 20))
        {
            Fault(Refusals.Length("room", 20));
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
            CourtAddress = court.Address,
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

    /// <summary>The fault of a past start, if the form is complete enough to tell; null otherwise.</summary>
    /// <param name="court">The court that <see cref="CourtId"/> names; null if there is none.</param>
    /// <param name="now">The present.</param>
    public Refusal? FaultAt(Court? court, Instant now) =>
        Resolve(court, now.InUtc().Date, _ => { }, out _) <= now ? HearingsRefusals.StartPassed : null;

    // When clocks go forward, some local times are skipped; when they go back, some occur twice. Neither names one moment.
    private Instant? Resolve(Court? court, LocalDate today, Action<Refusal> fault, out LocalDateTime start)
    {
        // The parser accepts more than one spelling of a time, such as 24:00.
        if (!LocalMinute.Pattern.Parse(Start ?? "").TryGetValue(default, out start) || LocalMinute.Pattern.Format(start) != Start)
        {
            fault(HearingsRefusals.Start);
            return null;
        }

        if (start.Date > today.PlusYears(YearsAhead))
        {
            fault(HearingsRefusals.TooFarAhead(YearsAhead));
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

        fault(mapping.Count == 0 ? HearingsRefusals.SkippedTime(court.TimeZone) : HearingsRefusals.RepeatedTime(court.TimeZone));
        return null;
    }

    /// <summary>Whether a text has the form of a hearing ID.</summary>
    internal static bool IsId(string text) => IdPattern().IsMatch(text);

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex IdPattern();
}

/// <summary>A validated hearing and the person it is for.</summary>
/// <param name="ANumber">The person's A-number: <c>A</c> and nine digits.</param>
/// <param name="Hearing">The hearing.</param>
public sealed record HearingEntry(string ANumber, Hearing Hearing)
{
    /// <summary>The hearing's court, which names its registrars; null when no court must agree, e.g. after an administrator's review.</summary>
    public Court? Court { get; init; }

    /// <summary>The fault of a past start; null if the start is in the future.</summary>
    public Refusal? FaultAt(Instant now) => Hearing.Instant <= now ? HearingsRefusals.StartPassed : null;
}
