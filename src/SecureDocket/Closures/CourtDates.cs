using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Inbox;
using SecureDocket.Places;
using SecureDocket.Times;

namespace SecureDocket.Closures;

/// <summary>Marks the hearings of closed hours as not held. It invents no date: the court gives another one.</summary>
public sealed class CourtDates(ClosureStore closures, DocketStore dockets, CourtDays courtDays, PeopleToCall call, TimeProvider clock)
{
    private const int AttemptLimit = 16;

    /// <summary>Goes through the next hearings of a closure.</summary>
    /// <param name="courtId">The court.</param>
    /// <param name="closure">The closure.</param>
    /// <param name="after">The hint after which to go on; null for the first.</param>
    /// <param name="take">The maximum number of hearings.</param>
    /// <param name="cancellationToken">Cancels the call; it can be repeated.</param>
    /// <returns>How many there were, the last one if there may be more, and whether a docket could not be read.</returns>
    internal async Task<ToldDates> TellAsync(string courtId, Closure closure, string? after, int take, CancellationToken cancellationToken)
    {
        var hints = await courtDays.ReadAsync(courtId, closure.Day, after is null ? "" : after + " ", take + 1, cancellationToken);
        var hasUnread = false;
        foreach (var hint in hints.Take(take).Where(hint => closure.Covers(closure.Day + hint.Time)))
        {
            hasUnread |= !await TellClosures.TryAsync(closure, () => TellAsync(courtId, closure, hint, cancellationToken), cancellationToken);
        }

        return new(Math.Min(hints.Count, take), hints.Count > take ? hints[take - 1].Key : null, hasUnread);
    }

    private async Task TellAsync(string courtId, Closure closure, CourtDayHint hint, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await dockets.LoadAsync(hint.Row.CardholderId, cancellationToken) is not { } docket
                || docket.Hearings.FirstOrDefault(one => one.Id == hint.Row.HearingId) is not { Status: HearingStatus.Scheduled } hearing
                || !CourtDays.Confirms(hint, courtId, closure.Day, hearing))
            {
                return;
            }

            var date = new ClosedDate(docket.Cardholder.Id, ClosedDateOutcome.NotHeld, PeopleToCall.IsReached(docket) && hearing.Instant > clock.GetCurrentInstant());
            if (hearing.Closed is not null)
            {
                if (hearing.Closed.ClosureId == closure.Id)
                {
                    await closures.KeepAsync(closure.Id, hearing.Id, date, cancellationToken);
                }

                return;
            }

            var now = clock.GetCurrentInstant();
            var changed = hearing with { Closed = new(closure.Id, closure.Reason, hearing.Start, hearing.Instant, now) { AsksToCall = date.IsReached ? null : true } };
            var change = new DocketChange("hearing-not-held") { Hearings = [changed], RequestedBy = closure.ApprovedBy is null ? null : closure.RequestedBy };
            var operation = OperationId.For(closure.RequestedBy, $"{closure.Id}|{docket.Cardholder.Id}|{hearing.Id}");
            if (!date.IsReached)
            {
                await call.RaiseAsync(docket, operation.Value, closure.At, null, $"The court is closed at the hearing of {LocalMinute.Format(hearing.Start)} ({closure.Reason}). The court gives another date.", cancellationToken);
            }

            if (await dockets.CommitAsync(docket, change, closure.ApprovedBy ?? closure.RequestedBy, operation, cancellationToken) is not null)
            {
                await closures.KeepAsync(closure.Id, hearing.Id, date, cancellationToken);
                return;
            }
        }

        throw new DependencyUnavailableException("contention");
    }
}
