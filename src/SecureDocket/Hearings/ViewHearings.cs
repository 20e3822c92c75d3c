using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Places;

namespace SecureDocket.Hearings;

/// <summary>Shows a cardholder's hearings, including cancelled and past ones.</summary>
public sealed class ViewHearings(DocketStore dockets, CourtStore courts, Openings openings)
{
    /// <summary>Returns the hearings by time, after the disclosure is committed. At most four requests, and for a registrar one more per court.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="ofTheirCourts">Whether to show only the hearings of courts that the caller speaks for.</param>
    public async Task<Result<Docket>> ExecuteAsync(CardholderId id, Actor actor, bool ofTheirCourts, CancellationToken cancellationToken)
    {
        if (await dockets.LoadAsync(id, actor, cancellationToken) is not { } docket)
        {
            return Refusals.NoSuchCardholder;
        }

        var shown = docket.Hearings;
        if (ofTheirCourts)
        {
            HashSet<string> theirs = new(StringComparer.Ordinal);
            foreach (var courtId in docket.Hearings.Select(hearing => hearing.CourtId).Distinct(StringComparer.Ordinal))
            {
                if ((await courts.FindAsync(courtId, cancellationToken))?.HearsFrom(actor) == true)
                {
                    theirs.Add(courtId);
                }
            }

            shown = [.. docket.Hearings.Where(hearing => theirs.Contains(hearing.CourtId))];
        }

        if (await openings.RecordAsync(id, actor, Purpose.HearingService, ["hearings"], cancellationToken) is { } refusal)
        {
            return refusal;
        }

        return docket with { Hearings = shown };
    }
}
