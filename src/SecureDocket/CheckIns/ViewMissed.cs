using NodaTime;
using NodaTime.Text;
using SecureDocket.Places;
using SecureDocket.Storage;

namespace SecureDocket.CheckIns;

/// <summary>Shows who missed a check-in at an office within some days, and what was made of it: the list of those whom somebody has to judge.</summary>
public sealed class ViewMissed(OfficeStore offices, OfficeDays officeDays, ViewOfficeDay officeDay)
{
    /// <summary>The most days of a list.</summary>
    public const int DayLimit = 31;

    /// <summary>
    /// Returns a page by time, after the disclosures are committed. A page may be short or empty without being the last. One request a day, one for each who
    /// has been judged since, and what <see cref="ViewOfficeDay"/> takes for those listed.
    /// </summary>
    /// <param name="officeId">The office.</param>
    /// <param name="local">The local days at the office, at most <see cref="DayLimit"/>.</param>
    /// <param name="judgement">Which: the finding, or null for those that nobody judged.</param>
    /// <param name="page">The page token; null for the first page.</param>
    /// <param name="actor">The officer.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<Result<Page<OfficeDayEntry>>> ExecuteAsync(
        string officeId, DateInterval local, MissFinding? judgement, string? page, Actor actor, CancellationToken cancellationToken)
    {
        if (!PageToken.TryStart(page, "", out var after))
        {
            return Refusals.PageToken;
        }

        if (await offices.FindAsync(officeId, cancellationToken) is null)
        {
            return Refusals.NoSuchOffice with { Field = null };
        }

        List<OfficeDayHint> missed = [];
        for (var day = local.Start; day <= local.End && missed.Count <= Page<OfficeDayEntry>.Size; day = day.PlusDays(1))
        {
            // A token names the day and the last hint on it.
            var name = LocalDatePattern.Iso.Format(day);
            if (string.CompareOrdinal(name, after.Split(' ')[0]) >= 0)
            {
                var start = after.StartsWith(name, StringComparison.Ordinal) ? after[(name.Length + 1)..] : "";
                missed.AddRange(await officeDays.ReadMissedAsync(officeId, day, judgement, start, Page<OfficeDayEntry>.Size + 1, cancellationToken));
            }
        }

        var listed = missed.Take(Page<OfficeDayEntry>.Size).ToList();

        // Hints are written before their docket, which is authoritative.
        var (followed, versions) = await officeDay.FollowAsync(listed, officeId, cancellationToken);
        var entries = followed.Where(entry => entry.CheckIn.Status == CheckInStatus.Missed && entry.CheckIn.Judgement?.Finding == judgement).ToList();
        await officeDay.DiscloseAsync(entries.Select(entry => entry.Docket.Cardholder.Id), actor, cancellationToken);
        var confirmed = entries.Select(entry => entry.CheckIn.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var left in listed.Where(hint => !confirmed.Contains(hint.Row.CheckInId) && hint.Row.Version <= versions[hint.Key]))
        {
            await officeDays.DropMissedAsync(officeId, judgement, left, cancellationToken);
        }

        return new Page<OfficeDayEntry>(
            entries, missed.Count > listed.Count ? PageToken.Of($"{LocalDatePattern.Iso.Format(listed[^1].Day)} {listed[^1].Key}") : null);
    }
}
