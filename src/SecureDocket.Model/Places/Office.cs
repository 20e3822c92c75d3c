using NodaTime;

namespace SecureDocket.Places;

/// <summary>A field office where people check in, with its capacity for appointments.</summary>
public sealed record Office
{
    /// <summary>Two to eight upper-case letters or digits, e.g. <c>ATL</c>.</summary>
    public required string Id { get; init; }

    /// <summary>1 to 80 characters.</summary>
    public required string Name { get; init; }

    /// <summary>One line of 1 to 200 characters.</summary>
    public required string Address { get; init; }

    /// <summary>The number that a cardholder may call, as people write it: up to 16 digits and hyphens.</summary>
    public required string Phone { get; init; }

    /// <summary>The IANA id of the zone that the office's clock shows.</summary>
    public required string TimeZone { get; init; }

    /// <summary>When it is open in a week, in order; three intervals a day at most, which do not overlap.</summary>
    public required IReadOnlyList<OpeningHours> OpeningHours { get; init; }

    /// <summary>The days on which it is closed whatever the hours say, in order.</summary>
    public required IReadOnlyList<LocalDate> Holidays { get; init; }

    /// <summary>How long an appointment is, 5 to 240 minutes.</summary>
    public required int SlotMinutes { get; init; }

    /// <summary>How many people may come at one time, 1 to 50.</summary>
    public required int SeatsPerSlot { get; init; }

    /// <summary>Whether people may report from afar.</summary>
    public bool RemoteAllowed { get; init; }

    /// <summary>How long after its start a check-in is not yet missed, 0 to 1440 minutes.</summary>
    public required int GraceMinutes { get; init; }

    /// <summary>The slots that begin on a day, in order, taken or not.</summary>
    /// <remarks>
    /// A slot lies within one interval. Where the clock is put forward, the times that it skips begin none, and the first time
    /// after them only when the slot before has ended; where it is put back, a time that comes twice begins one slot, the first.
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

        return slots;
    }

    /// <summary>The slot that begins then; null when none does.</summary>
    public Slot? SlotAt(LocalDateTime start) => SlotsOn(start.Date).FirstOrDefault(slot => slot.Start == start);

    /// <summary>What the office's calendar shows at a moment.</summary>
    public LocalDate DayOf(Instant moment) => moment.InZone(DateTimeZoneProviders.Tzdb[TimeZone]).Date;

    private static int MinuteOf(LocalTime time) => (time.Hour * 60) + time.Minute;
}

/// <summary>When an office is open on one day of the week, on its clock.</summary>
/// <param name="Day">The day.</param>
/// <param name="From">When it opens.</param>
/// <param name="To">When it closes, later on the same day.</param>
public sealed record OpeningHours(IsoDayOfWeek Day, LocalTime From, LocalTime To);

/// <summary>A time at which an office takes people.</summary>
/// <param name="Start">What the office's clock shows when it begins.</param>
/// <param name="Instant">The same moment.</param>
public sealed record Slot(LocalDateTime Start, Instant Instant);
