using NodaTime;
using NodaTime.Text;
using SecureDocket.Places;

namespace SecureDocket.CheckIns;

/// <summary>Lists an office's slots to come with their free seats.</summary>
public sealed class ViewSlots(OfficeStore offices, Seats seats, TimeProvider clock)
{
    /// <summary>The most days of a list.</summary>
    public const int DayLimit = 31;

    private const int Judged = 100;

    /// <summary>The slots in order of time, full ones included. A request for the office and for each day, and one for each docket whose seat is judged.</summary>
    /// <param name="officeId">The office.</param>
    /// <param name="from">The first day on the office's clock, <c>YYYY-MM-DD</c>.</param>
    /// <param name="to">The last day.</param>
    public async Task<Result<OfficeSlots>> ExecuteAsync(string officeId, string? from, string? to, CancellationToken cancellationToken)
    {
        List<Refusal> refusals = [];
        var first = Read("from", from);
        var last = Read("to", to);
        if (first is not null && last is not null && (last < first || Period.DaysBetween(first.Value, last.Value) >= DayLimit))
        {
            refusals.Add(new("invalid", $"From the first day on, {DayLimit} days at most.", "to"));
        }

        if (refusals.Count > 0)
        {
            return refusals;
        }

        if (await offices.FindAsync(officeId, cancellationToken) is not { } office)
        {
            return Refusals.NoSuchOffice with { Field = null };
        }

        List<FreeSlot> slots = [];
        var now = clock.GetCurrentInstant();
        var judging = new ReadAllowance(Judged);
        for (var day = first!.Value; day <= last!.Value; day = day.PlusDays(1))
        {
            var open = office.SlotsOn(day).Where(slot => slot.Instant > now).ToList();
            var taken = open.Count == 0 ? [] : await seats.DayAsync(office.Id, day, cancellationToken);
            foreach (var slot in open)
            {
                slots.Add(new(slot, await seats.CountFreeAsync(office, taken, slot.Start.TimeOfDay, judging, cancellationToken)));
            }
        }

        return new OfficeSlots(office, slots);

        LocalDate? Read(string field, string? text)
        {
            // The last year of the calendar has no day after its last one.
            if (LocalDatePattern.Iso.Parse(text ?? "").TryGetValue(default, out var day) && day.Year is >= 2000 and < 9999)
            {
                return day;
            }

            refusals.Add(new("invalid", "A day as YYYY-MM-DD.", field));
            return null;
        }
    }
}

/// <summary>Slots of an office.</summary>
/// <param name="Office">The office.</param>
/// <param name="Slots">In order of time.</param>
public sealed record OfficeSlots(Office Office, IReadOnlyList<FreeSlot> Slots);

/// <summary>A slot and its free seats.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Free">How many seats are free.</param>
public sealed record FreeSlot(Slot Slot, int Free);
