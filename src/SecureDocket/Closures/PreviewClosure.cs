using SecureDocket.CheckIns;
using SecureDocket.Hearings;
using SecureDocket.Places;

namespace SecureDocket.Closures;

/// <summary>Shows whom a closure touches, before anything is done.</summary>
public sealed class PreviewClosure(ClosureStore closures, Seats seats, CourtDays courtDays, TimeProvider clock)
{
    // A court's day has far fewer hearings.
    private const int HearingLimit = 5000;
    private const int PageSize = 1000;

    /// <summary>Counts the dates that fall into a closure, and the openings to move them to.</summary>
    /// <param name="kind">The kind of place.</param>
    /// <param name="placeId">The place.</param>
    /// <param name="form">The day and hours.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<Result<ClosurePreview>> ExecuteAsync(PlaceKind kind, string placeId, ClosureForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (await closures.FindAsync(kind, placeId, cancellationToken) is not { } place)
        {
            return ClosuresRefusals.NoSuchPlace(kind);
        }

        var draft = form.CheckTime(place.TimeZone, clock.GetCurrentInstant());
        return draft.IsRefused ? draft.Refusals.ToList() : await OfAsync(place, draft.Value!, cancellationToken);
    }

    /// <summary>The preview of a valid closure. An office costs one request for its day and one for each day with openings that is read, at most sixty; a court one per thousand hearings.</summary>
    internal async Task<ClosurePreview> OfAsync(ClosablePlace place, Closure closure, CancellationToken cancellationToken)
    {
        if (place.Office is not { } office)
        {
            return new(await CountHearingsAsync(place.Id, closure, cancellationToken), null, null);
        }

        var taken = (await seats.DayAsync(office.Id, closure.Day, cancellationToken)).Count(seat => closure.Covers(closure.Day + seat.Time, office.SlotMinutes));
        var openings = new OpeningsAfter(office with { Closures = [.. office.Closures ?? [], closure with { Status = ClosureStatus.Announced }] }, closure, seats, clock.GetCurrentInstant());
        var found = await openings.CountAsync(taken, cancellationToken);
        return new(taken, found, Math.Max(0, taken - found));
    }

    private async Task<int> CountHearingsAsync(string courtId, Closure closure, CancellationToken cancellationToken)
    {
        var (count, from) = (0, "");
        while (count < HearingLimit)
        {
            var hints = await courtDays.ReadAsync(courtId, closure.Day, from, PageSize, cancellationToken);
            count += hints.Count(hint => closure.Covers(closure.Day + hint.Time));
            if (hints.Count < PageSize)
            {
                break;
            }

            from = hints[^1].Key + " ";
        }

        return count;
    }
}

/// <summary>Whom a closure touches.</summary>
/// <param name="Dates">The dates that fall into it: booked check-ins, or hearings, with those that were moved away since.</param>
/// <param name="Openings">The openings found to move check-ins to, no more than are needed; null for a court.</param>
/// <param name="DoNotFit">The check-ins for which there is no opening within sixty days; null for a court.</param>
public sealed record ClosurePreview(int Dates, int? Openings, int? DoNotFit);
