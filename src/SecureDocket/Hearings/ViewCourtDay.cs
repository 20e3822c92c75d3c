using NodaTime;
using NodaTime.Text;
using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.Places;
using SecureDocket.Storage;

namespace SecureDocket.Hearings;

/// <summary>Lists a court's hearings of one day, including cancelled ones, for those who speak for the court. It contains no names.</summary>
public sealed class ViewCourtDay(CourtStore courts, CourtDays courtDays, DocketStore dockets)
{
    private const int ReadsAtOnce = 8;

    /// <summary>Returns a page by time. A page may be short or empty without being the last, and leaves out a docket that is refused. Two requests, and one more per hint.</summary>
    /// <param name="courtId">The court.</param>
    /// <param name="day">The local day at the court, <c>YYYY-MM-DD</c>.</param>
    /// <param name="page">The page token; null for the first page.</param>
    /// <param name="actor">The caller.</param>
    public async Task<Result<Page<CourtHearing>>> ExecuteAsync(string courtId, string? day, string? page, Actor actor, CancellationToken cancellationToken)
    {
        List<Refusal> refusals = [];
        if (!LocalDatePattern.Iso.Parse(day ?? "").TryGetValue(default, out var date))
        {
            refusals.Add(Refusals.Day("day"));
        }

        if (!PageToken.TryStart(page, "", out var from))
        {
            refusals.Add(Refusals.PageToken);
        }

        if (refusals.Count > 0)
        {
            return refusals;
        }

        if (await courts.FindAsync(courtId, cancellationToken) is not { } court)
        {
            return Refusals.NoSuchCourt;
        }

        if (!court.HearsFrom(actor))
        {
            return Refusals.CourtOfAnother(courtId);
        }

        var hints = await courtDays.ReadAsync(courtId, date, from, Page<CourtHearing>.Size + 1, cancellationToken);
        var followed = hints.Take(Page<CourtHearing>.Size).ToList();
        var hearings = new CourtHearing?[followed.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, followed.Count),
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken },
            async (i, ending) => hearings[i] = await FollowAsync(followed[i], courtId, date, ending));
        return new Page<CourtHearing>([.. hearings.OfType<CourtHearing>()], hints.Count > followed.Count ? PageToken.Of(followed[^1].Key) : null);
    }

    private async Task<CourtHearing?> FollowAsync(CourtDayHint hint, string courtId, LocalDate day, CancellationToken cancellationToken)
    {
        try
        {
            var hearing = await dockets.FindHearingAsync(hint.Row.CardholderId, hint.Row.HearingId, cancellationToken);
            return CourtDays.Confirms(hint, courtId, day, hearing) ? new(hint.Row.CardholderId, hearing!) : null;
        }
        catch (UnreadableException)
        {
            // The alert was raised, and the rest of the day is listed.
            return null;
        }
    }
}

/// <summary>A hearing of a court's day.</summary>
/// <param name="CardholderId">The cardholder.</param>
/// <param name="Hearing">The hearing.</param>
public sealed record CourtHearing(CardholderId CardholderId, Hearing Hearing);
