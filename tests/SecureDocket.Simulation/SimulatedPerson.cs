using System.Globalization;
using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Texts;

namespace SecureDocket.Simulation;

/// <summary>An invented person, and what a registrar said of their hearing, as it happened.</summary>
internal sealed class SimulatedPerson(int number, Random random)
{
    // Every rule there is in the United States, with the places that keep one of their own.
    public static readonly string[] Zones =
    [
        "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "Navajo", "America/Los_Angeles", "America/Anchorage",
        "Pacific/Honolulu", "America/Puerto_Rico", "America/Indiana/Indianapolis", "America/Indiana/Knox", "America/Detroit", "America/Boise",
        "Pacific/Guam",
    ];

    private static readonly string[] s_languages = ["en", "es", "pt", "ht", "zh-Hans", "pa", "fr", "ar", "ru", "mam"];

    public CardholderId Id { get; } = NewId(random);

    public string ANumber { get; } = string.Create(CultureInfo.InvariantCulture, $"A{number:D9}");

    /// <summary>The person's place among all.</summary>
    public int Number { get; } = number;

    /// <summary>The number that the docket is opened with; null for none.</summary>
    public string? FirstMobile { get; private set; } = random.Next(100) == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"+1200{number:D7}");

    /// <summary>Every number on record, and since when; null for none.</summary>
    public List<(Instant Since, string? Mobile)> Numbers { get; } = [];

    /// <summary>The present number.</summary>
    public string? Mobile => Numbers is [.., var last] ? last.Mobile : null;

    /// <summary>Whether the docket exists.</summary>
    public bool IsOpen => Numbers.Count > 0;

    /// <summary>The change of number that an officer waits for; null for none.</summary>
    public object? Changing { get; set; }

    public string Zone { get; } = Zones[random.Next(Zones.Length)];

    public string CourtZone { get; } = Zones[random.Next(Zones.Length)];

    /// <summary>Whether a feed writes hundreds of invented hearings about the person, besides the one that is true.</summary>
    public bool IsFlooded { get; set; }

    /// <summary>The last version of the hearing that the registrar means to set.</summary>
    public long LastForeseen { get; set; }

    /// <summary>The last version of the hearing that the registrar is done with; 0 for none.</summary>
    public long LastSet { get; set; }

    /// <summary>Every version of the hearing that the registrar has set, in order.</summary>
    public List<SetVersion> Versions { get; } = [];

    /// <summary>Whether texts may say everything.</summary>
    public bool IsDetailed => Number % 7 == 0;

    /// <summary>Whether nobody shares the phone.</summary>
    public bool IsAlone { get; private set; } = true;

    /// <summary>The machine that answers on the phone.</summary>
    public MachineKind Machine => IsAlone ? (Number % 1000) switch { 7 => MachineKind.Chat, 207 => MachineKind.AutoReply, _ => MachineKind.None } : MachineKind.None;

    /// <summary>Whether the docket is opened while everything is under way, with a first text.</summary>
    public bool IsEnrolledLater => IsAlone && !IsFlooded && Number % 20 == 3;

    /// <summary>Whether the person is given another number at some time.</summary>
    public bool MovesOn => !IsFlooded && Machine == MachineKind.None && Number % 30 == 8;

    /// <summary>Whether the registrar sets two hearings at one time.</summary>
    public bool HasTwoHearings => Number % 20 == 4;

    /// <summary>Whether an officer books a check-in at the time of the hearing.</summary>
    public bool HasCheckIn => Number % 40 == 11;

    /// <summary>Whether the person reports at an office.</summary>
    public bool Reports => !IsFlooded && Number % 10 == 6;

    /// <summary>The check-in that was booked; null for none.</summary>
    public string? CheckIn { get; set; }

    /// <summary>Shares the phone of another.</summary>
    public void Share(SimulatedPerson other)
    {
        (FirstMobile, IsAlone, other.IsAlone) = (other.FirstMobile, false, false);
    }

    /// <summary>Records a number that is on record.</summary>
    public void Take(Instant since, string? mobile)
    {
        if (!Numbers.Exists(each => each.Since == since))
            Numbers.Add((since, mobile));
    }

    /// <summary>The number at a moment, and since when.</summary>
    public (Instant Since, string? Mobile) NumberAt(Instant at) => Numbers.LastOrDefault(each => each.Since <= at);

    /// <summary>Whether a number was the person's at some time in between.</summary>
    public bool Had(string mobile, Instant from, Instant to) =>
        NumberAt(from).Mobile == mobile || Numbers.Exists(each => each.Mobile == mobile && each.Since >= from && each.Since <= to);

    public CardholderDetails Details() => new()
    {
        ANumber = ANumber,
        Name = IsEnrolledLater ? NameOf(Number) : "Ana Pérez",
        LatinName = IsEnrolledLater ? NameOf(Number) : "ANA PEREZ",
        BirthDate = BirthDate.TryParse("1990", out var date) ? date : default,
        Nationality = "GTM",
        Language = s_languages[Number % s_languages.Length],
        Mobile = FirstMobile,
        TimeZone = Zone,
        MessageTier = IsDetailed ? MessageTier.Detailed : MessageTier.Neutral,
    };

    // No two are alike, so that nobody has to be looked at.
    private static string NameOf(int number) =>
        string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(digit => $"{"bdfgklmnpr"[digit - '0']}ata")).ToUpperInvariant();

    private static CardholderId NewId(Random random)
    {
        Span<byte> bytes = stackalloc byte[CardholderId.Length];
        random.NextBytes(bytes);
        return CardholderId.FromBytes(bytes);
    }
}

/// <summary>A machine that answers texts.</summary>
internal enum MachineKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>It says something to every text.</summary>
    Chat,

    /// <summary>It says ten times to every text that nobody is there.</summary>
    AutoReply,
}

/// <summary>A version of a hearing as the registrar set it.</summary>
/// <param name="Version">The registrar's version.</param>
/// <param name="SetAt">When it was on record.</param>
/// <param name="Start">What the court's clock shows.</param>
/// <param name="IsCancelled">Whether it is off.</param>
/// <param name="Court">The court and its building.</param>
/// <param name="Room">The room.</param>
internal sealed record SetVersion(long Version, Instant SetAt, LocalDateTime Start, bool IsCancelled, SimulatedCourt Court, string Room = "R11");
