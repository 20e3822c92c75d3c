using NodaTime;
using SecureDocket.Places;

namespace SecureDocket.CheckIns;

/// <summary>Finds the next slots of an office that have a free seat.</summary>
public sealed class FindOpenings(OfficeStore offices, Seats seats, TimeProvider clock)
{
    /// <summary>How far it looks ahead.</summary>
    public const int LookAheadDays = 60;

    // Seats that are taken are judged when their slot is full; beyond this many they are believed.
    private const int Judged = 64;

    /// <summary>The first free slot of each of the next days that have one. A request for the office and for each day that it looks at.</summary>
    /// <param name="officeId">The office.</param>
    /// <param name="after">Slots begin after this moment, and after the present.</param>
    /// <param name="last">The last moment at which a slot may begin.</param>
    /// <param name="count">The most slots to give.</param>
    /// <returns>In order of time; fewer when fewer days have one within <see cref="LookAheadDays"/>, none for an office that there is not.</returns>
    public async Task<IReadOnlyList<Opening>> ExecuteAsync(string officeId, Instant after, Instant last, int count, CancellationToken cancellationToken)
    {
        if (await offices.FindAsync(officeId, cancellationToken) is not { } office)
        {
            return [];
        }

        List<Opening> openings = [];
        var from = Instant.Max(after, clock.GetCurrentInstant());
        var judging = new ReadAllowance(Judged);
        var first = office.DayOf(from);
        for (var day = first; day <= LocalDate.Min(first.PlusDays(LookAheadDays), office.DayOf(last)) && openings.Count < count; day = day.PlusDays(1))
        {
            var slots = office.SlotsOn(day).Where(slot => slot.Instant > from && slot.Instant <= last).ToList();
            if (slots.Count > 0 && await FirstFreeAsync(office, slots, judging, cancellationToken) is { } free)
            {
                openings.Add(new(office.Id, office.Name, free.Start, office.TimeZone, free.Instant));
            }
        }

        return openings;
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

/// <summary>A slot that has a free seat.</summary>
/// <param name="OfficeId">The office.</param>
/// <param name="OfficeName">Its name.</param>
/// <param name="Start">What its clock shows when the slot begins.</param>
/// <param name="TimeZone">The IANA id of its zone.</param>
/// <param name="Instant">The same moment.</param>
public sealed record Opening(string OfficeId, string OfficeName, LocalDateTime Start, string TimeZone, Instant Instant);
