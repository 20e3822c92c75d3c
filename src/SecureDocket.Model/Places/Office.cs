using NodaTime;

namespace SecureDocket.Places;

/// <summary>A field office where people check in, and its appointment capacity.</summary>
public sealed record Office
{
    private const int DaysLookedAhead = 62;

    /// <summary>Two to eight upper-case letters or digits, e.g. <c>ATL</c>.</summary>
    public required string Id { get; init; }

    /// <summary>1 to 80 characters.</summary>
    public required string Name { get; init; }

    /// <summary>One line of 1 to 200 characters.</summary>
    public required string Address { get; init; }

    /// <summary>The number that cardholders may call, as people write it: up to 16 digits and hyphens.</summary>
    public required string Phone { get; init; }

    /// <summary>The IANA ID of the office's time zone.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The weekly opening hours, in order; at most three intervals a day, which do not overlap.</summary>
    public required IReadOnlyList<OpeningHours> OpeningHours { get; init; }

    /// <summary>The days on which the office is closed despite its opening hours, in order.</summary>
    public required IReadOnlyList<LocalDate> Holidays { get; init; }

    /// <summary>The length of an appointment, 5 to 240 minutes.</summary>
    public required int SlotMinutes { get; init; }

    /// <summary>The number of people per slot, 1 to 50.</summary>
    public required int SeatsPerSlot { get; init; }

    /// <summary>Whether people may check in remotely.</summary>
    public bool RemoteAllowed { get; init; }

    /// <summary>How long after its start a check-in is not yet missed, 0 to 1440 minutes.</summary>
    public required int GraceMinutes { get; init; }

    /// <summary>The closures that were announced, those of past years excepted; null for none.</summary>
    public IReadOnlyList<Closure>? Closures { get; init; }

    /// <summary>Whether the office is closed at a time despite its opening hours.</summary>
    public bool IsClosedAt(LocalDateTime start) =>
        Holidays.Contains(start.Date) || Closures?.Any(closure => closure.IsInForce && closure.Covers(start, SlotMinutes)) == true;

    /// <summary>The slots that begin on a day, in order, including full ones.</summary>
    /// <remarks>
    /// A slot lies within one interval. When clocks go forward, no slot begins at a skipped time, and the first time after the gap
    /// begins one only if the previous slot has ended. When clocks go back, a repeated time begins one slot, the first time.
    /// </remarks>
    public IReadOnlyList<Slot> SlotsOn(LocalDate day)
    {
        if (Holidays.Contains(day))
        {
            return [];
        }

        var zone = DateTimeZoneProviders.Tzdb[TimeZone];
        var length = Duration.FromMinutes(SlotMinutes);
        List<Slot> slots = [];
        foreach (var hours in OpeningHours.Where(hours => hours.Day == day.DayOfWeek))
        {
            for (var minute = MinuteOf(hours.From); minute + SlotMinutes <= MinuteOf(hours.To); minute += SlotMinutes)
            {
                var start = day + LocalTime.Midnight.PlusMinutes(minute);
                var mapping = zone.MapLocal(start);
                if (mapping.Count > 0 && (slots.Count == 0 || slots[^1].Instant + length <= mapping.First().ToInstant()))
                {
                    slots.Add(new(start, mapping.First().ToInstant()));
                }
            }
        }

        return Closures is null ? slots : [.. slots.Where(slot => !IsClosedAt(slot.Start))];
    }

    /// <summary>The slot that begins at this time; null if none does.</summary>
    public Slot? SlotAt(LocalDateTime start) => SlotsOn(start.Date).FirstOrDefault(slot => slot.Start == start);

    /// <summary>The local date at the office at a moment.</summary>
    public LocalDate DayOf(Instant moment) => moment.InZone(DateTimeZoneProviders.Tzdb[TimeZone]).Date;

    /// <summary>
    /// When the office is open next: <paramref name="now"/> itself while it is open for another hour, otherwise the start of its next opening hours within
    /// two months; null if there are none.
    /// </summary>
    public Instant? OpensAt(Instant now)
    {
        var zone = DateTimeZoneProviders.Tzdb[TimeZone];
        var today = DayOf(now);
        return Enumerable.Range(0, DaysLookedAhead)
            .Select(today.PlusDays)
            .Where(day => !Holidays.Contains(day))
            .SelectMany(day => OpeningHours.Where(hours => hours.Day == day.DayOfWeek && !IsClosedAt(day + hours.From))
                .Select(hours => (From: zone.AtLeniently(day + hours.From).ToInstant(), To: zone.AtLeniently(day + hours.To).ToInstant())))
            .Where(hours => hours.From > now || hours.To - now >= Duration.FromHours(1))
            .Select(hours => (Instant?)Instant.Max(hours.From, now))
            .FirstOrDefault();
    }

    private static int MinuteOf(LocalTime time) => (time.Hour * 60) + time.Minute;
}

/// <summary>The opening hours of one weekday, in the office's local time.</summary>
/// <param name="Day">The day.</param>
/// <param name="From">When it opens.</param>
/// <param name="To">When it closes, later on the same day.</param>
public sealed record OpeningHours(IsoDayOfWeek Day, LocalTime From, LocalTime To);

/// <summary>A time at which an office takes appointments.</summary>
/// <param name="Start">The local start time.</param>
/// <param name="Instant">The instant of the start.</param>
public sealed record Slot(LocalDateTime Start, Instant Instant);
