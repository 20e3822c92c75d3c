using NodaTime;
using NodaTime.Text;
using SecureDocket.Places;

namespace SecureDocket.CheckIns;

/// <summary>Lists an office's future slots with their free seats.</summary>
public sealed class ViewSlots(OfficeStore offices, Seats seats, TimeProvider clock)
{
    /// <summary>The maximum number of days of a list.</summary>
    public const int DayLimit = 31;

    private const int Judged = 100;

    /// <summary>
    /// Returns the slots by time, including full ones. One request for the office and one per day, and one per docket whose seat is
    /// verified.
    /// </summary>
    /// <param name="officeId">The office.</param>
    /// <param name="from">The first local day, <c>YYYY-MM-DD</c>.</param>
    /// <param name="to">The last local day.</param>
    public async Task<Result<OfficeSlots>> ExecuteAsync(string officeId, string? from, string? to, CancellationToken cancellationToken)
    {
        List<Refusal> refusals = [];
        var first = Read("from", from);
        var last = Read("to", to);
        if (first is not null && last is not null && (last < first || Period.DaysBetween(first.Value, last.Value) >= DayLimit))
        {
            refusals.Add(CheckInsRefusals.DayRange(DayLimit));
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
            // The last year is excluded because its last day has no next day.
            if (LocalDatePattern.Iso.Parse(text ?? "").TryGetValue(default, out var day) && day.Year is >= 2000 and < 9999)
            {
                return day;
            }

            refusals.Add(Refusals.Day(field));
            return null;
        }
    }
}

/// <summary>The slots of an office.</summary>
/// <param name="Office">The office.</param>
/// <param name="Slots">The slots by time.</param>
public sealed record OfficeSlots(Office Office, IReadOnlyList<FreeSlot> Slots);

/// <summary>A slot and its free seats.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Free">The number of free seats.</param>
public sealed record FreeSlot(Slot Slot, int Free);
