using System.Globalization;
using NodaTime;
using NodaTime.Text;
using SecureDocket.Places;

namespace SecureDocket.CheckIns;

/// <summary>Enters an office, or changes all that is said of one. What would touch people who have an appointment there is shown first, and done when whoever asks says that they have seen it.</summary>
/// <remarks>What is booked stays booked; whoever changes the office has to move it, or call people.</remarks>
public sealed class ChangeOffice(OfficeStore offices, Seats seats, TimeProvider clock)
{
    // A booking's furthest day: a yearly schedule with its grace, and a day for zones.
    private const int DaysAhead = 400;
    private const int ReadsAtOnce = 16;
    private const int DaysNamed = 5;

    /// <summary>Changes the office, unless it touches other bookings than were seen. A request for each day that it may touch, 400 at most.</summary>
    /// <param name="office">The office as it is to be.</param>
    /// <param name="seen">How many bookings the caller knows to be touched; null for none.</param>
    public async Task<Result<Office>> ExecuteAsync(Office office, long? seen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(office);
        var before = await offices.FindAsync(office.Id, cancellationToken);
        var touched = before is null ? [] : await TouchedAsync(before, office, cancellationToken);
        var count = touched.Sum(day => day.Bookings);
        if (count != (seen ?? 0) && count > 0)
        {
            var days = string.Join(", ", touched.Take(DaysNamed).Select(day => string.Create(
                CultureInfo.InvariantCulture, $"{day.Bookings} on {LocalDatePattern.Iso.Format(day.Day)}")));
            return new Refusal("bookings-touched", string.Create(
                CultureInfo.InvariantCulture,
                $"{count} check-ins are booked where this changes their place, clock or day: {days}{(touched.Count > DaysNamed ? " and later" : "")}. They stay booked. To change it all the same, say so with touches: {count}."),
                "touches");
        }

        await offices.PutAsync(office, cancellationToken);
        return office;
    }

    private async Task<IReadOnlyList<(LocalDate Day, int Bookings)>> TouchedAsync(Office before, Office after, CancellationToken cancellationToken)
    {
        var moves = (before.Address, before.TimeZone) != (after.Address, after.TimeZone);
        var now = clock.GetCurrentInstant();
        var today = before.DayOf(now);
        var days = Enumerable.Range(0, DaysAhead).Select(today.PlusDays).Where(day => moves || before.SlotsOn(day).Except(after.SlotsOn(day)).Any()).ToList();
        var found = new (LocalDate Day, int Bookings)[days.Count];
        await Parallel.ForAsync(0, days.Count, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken }, async (at, token) =>
        {
            var stay = moves ? [] : after.SlotsOn(days[at]).Select(slot => slot.Start.TimeOfDay).ToHashSet();
            var gone = before.SlotsOn(days[at]).Where(slot => slot.Instant > now && !stay.Contains(slot.Start.TimeOfDay)).Select(slot => slot.Start.TimeOfDay).ToHashSet();
            var taken = await seats.DayAsync(before.Id, days[at], token);
            found[at] = (days[at], taken.Count(seat => gone.Contains(seat.Time)));
        });
        return [.. found.Where(day => day.Bookings > 0)];
    }
}
