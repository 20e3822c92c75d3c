using NodaTime;
using SecureDocket.Places;

namespace SecureDocket.CheckIns;

/// <summary>Finds an office's next slots with a free seat.</summary>
public sealed class FindOpenings(OfficeStore offices, Seats seats, TimeProvider clock)
{
    /// <summary>How many days it looks ahead.</summary>
    public const int LookAheadDays = 60;

    // The number of taken seats that may be verified against their dockets when a slot is full; the rest are taken as valid.
    private const int Judged = 64;

    /// <summary>The first free slot of each of the next days that have one. One request for the office and one for each day read.</summary>
    /// <param name="officeId">The office.</param>
    /// <param name="after">Slots begin after this time, and in the future.</param>
    /// <param name="last">The latest time at which a slot may begin.</param>
    /// <param name="count">The maximum number of slots.</param>
    /// <returns>The slots by time; fewer if fewer days have one within <see cref="LookAheadDays"/>, none if the office does not exist.</returns>
    public Task<IReadOnlyList<Opening>> ExecuteAsync(string officeId, Instant after, Instant last, int count, CancellationToken cancellationToken) =>
        FindAsync(officeId, after, last, null, [], count, cancellationToken);

    /// <summary>
    /// The first free slot of each day that has one, the nearest days to a date first: those of its week, then those before and after it.
    /// One request for the office and one for each day read.
    /// </summary>
    /// <param name="officeId">The office.</param>
    /// <param name="date">The start to be replaced, which is no opening itself.</param>
    /// <param name="refused">Openings whose days are passed over.</param>
    /// <param name="after">Slots begin after this time, and in the future.</param>
    /// <param name="last">The latest time at which a slot may begin.</param>
    /// <param name="count">The maximum number of slots.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The slots by time; fewer if fewer of the <see cref="LookAheadDays"/> nearest days have one, none if the office does not exist.</returns>
    public Task<IReadOnlyList<Opening>> AroundAsync(
        string officeId, LocalDateTime date, IReadOnlyList<LocalDateTime> refused, Instant after, Instant last, int count, CancellationToken cancellationToken) =>
        FindAsync(officeId, after, last, date, refused, count, cancellationToken);

    private async Task<IReadOnlyList<Opening>> FindAsync(
        string officeId, Instant after, Instant last, LocalDateTime? date, IReadOnlyList<LocalDateTime> refused, int count, CancellationToken cancellationToken)
    {
        if (await offices.FindAsync(officeId, cancellationToken) is not { } office)
        {
            return [];
        }

        List<Opening> openings = [];
        var from = Instant.Max(after, clock.GetCurrentInstant());
        var judging = new ReadAllowance(Judged);
        foreach (var day in DaysOf(office.DayOf(from), office.DayOf(last), date?.Date).Where(day => refused.All(other => other.Date != day)).Take(LookAheadDays + 1))
        {
            var slots = office.SlotsOn(day).Where(slot => slot.Instant > from && slot.Instant <= last && slot.Start != date).ToList();
            if (slots.Count > 0 && await FirstFreeAsync(office, slots, judging, cancellationToken) is { } free)
            {
                openings.Add(new(office.Id, office.Name, free.Start, office.TimeZone, free.Instant));
            }

            if (openings.Count == count)
            {
                break;
            }
        }

        return [.. openings.OrderBy(opening => opening.Instant)];
    }

    // The days in the order in which they are tried.
    private static IEnumerable<LocalDate> DaysOf(LocalDate first, LocalDate last, LocalDate? near)
    {
        if (near is not { } date)
        {
            return DaysFrom(first, last);
        }

        // Further from the date than this, the nearest days are tried first anyway.
        var (early, late) = (LocalDate.Max(first, date.PlusDays(-LookAheadDays)), LocalDate.Min(last, LocalDate.Max(first, date).PlusDays(LookAheadDays)));
        var monday = date.With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday));
        return DaysFrom(early, late)
            .OrderBy(day => day < monday || day > monday.PlusDays(6))
            .ThenBy(day => Math.Abs(Period.DaysBetween(date, day)));
    }

    private static IEnumerable<LocalDate> DaysFrom(LocalDate first, LocalDate last)
    {
        for (var day = first; day <= last; day = day.PlusDays(1))
        {
            yield return day;
        }
    }

    private async Task<Slot?> FirstFreeAsync(Office office, List<Slot> slots, ReadAllowance judging, CancellationToken cancellationToken)
    {
        var taken = await seats.DayAsync(office.Id, slots[0].Start.Date, cancellationToken);
        foreach (var slot in slots)
        {
            if (await seats.CountFreeAsync(office, taken, slot.Start.TimeOfDay, judging, cancellationToken) > 0)
            {
                return slot;
            }
        }

        return null;
    }
}

/// <summary>A slot with a free seat.</summary>
/// <param name="OfficeId">The office.</param>
/// <param name="OfficeName">Its name.</param>
/// <param name="Start">The local start time of the slot.</param>
/// <param name="TimeZone">The IANA ID of the office's time zone.</param>
/// <param name="Instant">The instant of the start.</param>
public sealed record Opening(string OfficeId, string OfficeName, LocalDateTime Start, string TimeZone, Instant Instant);
