using System.Globalization;
using NodaTime;
using NodaTime.Text;
using SecureDocket.Places;

namespace SecureDocket.CheckIns;

/// <summary>
/// Registers an office, or replaces all its details. A change that affects booked appointments is first reported, and made once the caller
/// confirms it.
/// </summary>
/// <remarks>
/// Booked check-ins stay booked; the caller must move them or notify the people. A new holiday on which people are booked is refused: it is a
/// closure, which tells them.
/// </remarks>
public sealed class ChangeOffice(OfficeStore offices, Seats seats, TimeProvider clock)
{
    // The furthest day of a booking: a yearly schedule with its grace period, and one day for time zones.
    private const int DaysAhead = 400;
    private const int ReadsAtOnce = 16;
    private const int DaysNamed = 5;

    /// <summary>
    /// Changes the office, unless it affects other bookings than the caller has seen. One request for each day that may be affected, at
    /// most 400.
    /// </summary>
    /// <param name="office">The office's new details.</param>
    /// <param name="seen">The number of affected bookings that the caller knows of; null for none.</param>
    public async Task<Result<Office>> ExecuteAsync(Office office, long? seen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(office);
        var before = await offices.FindAsync(office.Id, cancellationToken);
        var touched = before is null ? [] : await TouchedAsync(before, office, cancellationToken);
        var holidays = touched.Where(day => office.Holidays.Contains(day.Day) && !before!.Holidays.Contains(day.Day)).ToList();
        if (holidays.Count > 0)
        {
            return holidays.ConvertAll(day => CheckInsRefusals.HolidayBooked(office.Id, day.Bookings, LocalDatePattern.Iso.Format(day.Day)));
        }

        var count = touched.Sum(day => day.Bookings);
        if (count != (seen ?? 0) && count > 0)
        {
            var days = string.Join(", ", touched.Take(DaysNamed).Select(day => string.Create(
                CultureInfo.InvariantCulture, $"{day.Bookings} on {LocalDatePattern.Iso.Format(day.Day)}")));
            return CheckInsRefusals.BookingsTouched(count, $"{days}{(touched.Count > DaysNamed ? " and later" : "")}");
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
