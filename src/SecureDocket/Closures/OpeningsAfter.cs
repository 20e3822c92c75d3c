using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Places;

namespace SecureDocket.Closures;

/// <summary>The openings of an office after a closure, in the order in which people are moved to them. Each day is read once.</summary>
internal sealed class OpeningsAfter(Office office, Closure closure, Seats seats, Instant now)
{
    // Who is told today can come tomorrow.
    private static readonly Duration s_notice = Duration.FromDays(1);

    private readonly Dictionary<LocalDate, Dictionary<Slot, int>> _days = [];

    /// <summary>The first opening for a person: on the first day that has one away from their hearings, at the time of day nearest to theirs; null if there is none.</summary>
    /// <param name="wanted">The time of day of the closed date.</param>
    /// <param name="hearings">When the person's hearings begin.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Slot?> FirstAsync(LocalTime wanted, IReadOnlyCollection<Instant> hearings, CancellationToken cancellationToken)
    {
        foreach (var day in Days)
        {
            if ((await FreeAsync(day, cancellationToken)).Where(slot => slot.Value > 0 && IsAway(slot.Key, hearings)).Select(slot => slot.Key).MinBy(
                slot => Math.Abs(Period.Between(wanted, slot.Start.TimeOfDay, PeriodUnits.Minutes).Minutes)) is { } free)
            {
                return free;
            }
        }

        return null;
    }

    /// <summary>Notes that a seat of a slot was taken.</summary>
    public void Took(Slot slot) => _days[slot.Start.Date][slot]--;

    /// <summary>Notes that a slot is full after all.</summary>
    public void IsFull(Slot slot) => _days[slot.Start.Date][slot] = 0;

    /// <summary>How many openings there are, but no more than are needed.</summary>
    public async Task<int> CountAsync(int needed, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var day in Days)
        {
            if (count >= needed)
            {
                break;
            }

            count += (await FreeAsync(day, cancellationToken)).Values.Sum();
        }

        return Math.Min(count, needed);
    }

    private static bool IsAway(Slot slot, IReadOnlyCollection<Instant> hearings) => !hearings.Any(hearing => WorkItem.IsNear(hearing, slot.Instant));

    private IEnumerable<LocalDate> Days => Enumerable.Range(0, FindOpenings.LookAheadDays + 1).Select(closure.Day.PlusDays);

    private async Task<Dictionary<Slot, int>> FreeAsync(LocalDate day, CancellationToken cancellationToken)
    {
        if (_days.TryGetValue(day, out var known))
        {
            return known;
        }

        // On the day itself only after the closed hours, not before them.
        var slots = office.SlotsOn(day).Where(slot => slot.Instant >= now + s_notice && (day > closure.Day || slot.Start.TimeOfDay >= closure.To)).ToList();
        var taken = slots.Count == 0 ? [] : (await seats.DayAsync(office.Id, day, cancellationToken)).CountBy(seat => seat.Time).ToDictionary();
        return _days[day] = slots.ToDictionary(slot => slot, slot => Math.Max(0, office.SeatsPerSlot - taken.GetValueOrDefault(slot.Start.TimeOfDay)));
    }
}
