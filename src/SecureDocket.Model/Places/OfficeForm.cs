using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace SecureDocket.Places;

/// <summary>An office as a caller sent it, not validated yet.</summary>
public sealed partial record OfficeForm
{
    /// <summary>The maximum number of holidays, past ones included.</summary>
    public const int HolidayLimit = 400;

    /// <summary>The maximum number of intervals a day.</summary>
    public const int IntervalLimit = 3;

    private const int DefaultGrace = 60;

    private static readonly string[] s_days = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
    private static readonly LocalTimePattern s_time = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    /// <summary>See <see cref="Office.Id"/>.</summary>
    public string? OfficeId { get; init; }

    /// <summary>See <see cref="Office.Name"/>.</summary>
    public string? Name { get; init; }

    /// <summary>See <see cref="Office.Address"/>.</summary>
    public string? Address { get; init; }

    /// <summary>See <see cref="Office.Phone"/>.</summary>
    public string? Phone { get; init; }

    /// <summary>See <see cref="Office.TimeZone"/>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Each is like <c>Mo 08:00-12:00</c>; an office may have none yet.</summary>
    public IReadOnlyList<string>? OpeningHours { get; init; }

    /// <summary>Each is <c>YYYY-MM-DD</c>; none if omitted.</summary>
    public IReadOnlyList<string>? Holidays { get; init; }

    /// <summary>See <see cref="Office.SlotMinutes"/>.</summary>
    public long? SlotMinutes { get; init; }

    /// <summary>See <see cref="Office.SeatsPerSlot"/>.</summary>
    public long? SeatsPerSlot { get; init; }

    /// <summary>See <see cref="Office.RemoteAllowed"/>.</summary>
    public bool RemoteAllowed { get; init; }

    /// <summary>See <see cref="Office.GraceMinutes"/>; one hour if omitted.</summary>
    public long? GraceMinutes { get; init; }

    /// <summary>Validates every member and reports all faults at once.</summary>
    public Result<Office> Check()
    {
        List<Refusal> refusals = [];
        void Require(bool fits, Refusal refusal)
        {
            if (!fits)
            {
                refusals.Add(refusal);
            }
        }

        Require(PlaceRules.IsId(OfficeId), PlacesRefusals.Id("officeId"));
        Require(PlaceRules.IsLine(Name, 80), Refusals.Length("name", 80));
        Require(PlaceRules.IsLine(Address, 200), Refusals.Line("address", 200));
        Require(PlaceRules.IsPhone(Phone), PlacesRefusals.Phone);
        Require(TimeZone is not null && DateTimeZoneProviders.Tzdb.Ids.Contains(TimeZone), Refusals.TimeZone);
        var hours = ReadHours();
        Require(hours is not null, PlacesRefusals.OpeningHours);
        var holidays = ReadHolidays();
        Require(holidays is not null, PlacesRefusals.Holidays);
        Require(SlotMinutes is >= 5 and <= 240, Refusals.Number("slotMinutes", 5, 240));
        Require(SeatsPerSlot is >= 1 and <= 50, Refusals.Number("seatsPerSlot", 1, 50));
        Require(GraceMinutes is null or (>= 0 and <= 1440), Refusals.Number("graceMinutes", 0, 1440));
        return refusals.Count > 0 ? refusals : new Office
        {
            Id = OfficeId!,
            Name = Name!,
            Address = Address!,
            Phone = Phone!,
            TimeZone = TimeZone!,
            OpeningHours = hours!,
            Holidays = holidays!,
            SlotMinutes = (int)SlotMinutes!.Value,
            SeatsPerSlot = (int)SeatsPerSlot!.Value,
            RemoteAllowed = RemoteAllowed,
            GraceMinutes = (int)(GraceMinutes ?? DefaultGrace),
        };
    }

    /// <summary>Opening hours as written in a form.</summary>
    public static string Spell(OpeningHours hours)
    {
        ArgumentNullException.ThrowIfNull(hours);
        return $"{s_days[(int)hours.Day - 1]} {s_time.Format(hours.From)}-{s_time.Format(hours.To)}";
    }

    private List<OpeningHours>? ReadHours()
    {
        if (OpeningHours is null || OpeningHours.Count > IntervalLimit * s_days.Length)
        {
            return null;
        }

        List<OpeningHours> read = [];
        foreach (var text in OpeningHours)
        {
            var match = HoursPattern().Match(text);
            var day = Array.IndexOf(s_days, match.Groups["day"].Value);
            if (day < 0
                || !s_time.Parse(match.Groups["from"].Value).TryGetValue(default, out var from)
                || !s_time.Parse(match.Groups["to"].Value).TryGetValue(default, out var to)
                || from >= to)
            {
                return null;
            }

            read.Add(new((IsoDayOfWeek)(day + 1), from, to));
        }

        read = [.. read.OrderBy(hours => hours.Day).ThenBy(hours => hours.From)];
        var overlap = read.Zip(read.Skip(1)).Any(pair => pair.First.Day == pair.Second.Day && pair.First.To > pair.Second.From);
        return overlap || read.GroupBy(hours => hours.Day).Any(day => day.Count() > IntervalLimit) ? null : read;
    }

    private List<LocalDate>? ReadHolidays()
    {
        if (Holidays is null)
        {
            return [];
        }

        var days = Holidays.Select(text => LocalDatePattern.Iso.Parse(text)).ToList();
        return days.Count <= HolidayLimit && days.TrueForAll(day => day.Success) && days.Select(day => day.Value).Distinct().Count() == days.Count
            ? [.. days.Select(day => day.Value).Order()]
            : null;
    }

    [GeneratedRegex(@"^(?<day>[A-Z][a-z]) (?<from>[0-9]{2}:[0-9]{2})-(?<to>[0-9]{2}:[0-9]{2})\z")]
    private static partial Regex HoursPattern();
}
