using SecureDocket.Dockets;
using SecureDocket.Places;
using SecureDocket.Storage;

namespace SecureDocket.CheckIns;

/// <summary>Lists what an office has to do about its people, oldest first.</summary>
public sealed class ViewOfficeWork(OfficeStore offices, OfficeWork work, ViewOfficeDay officeDay, TimeProvider clock)
{
    /// <summary>
    /// Returns a page, after the disclosures are committed. A page may be short or empty without being the last, and leaves out a docket that is refused. One request, one for each hint that is
    /// done with, and what <see cref="ViewOfficeDay"/> takes for those listed.
    /// </summary>
    /// <param name="officeId">The office.</param>
    /// <param name="page">The page token; null for the first page.</param>
    /// <param name="actor">The officer.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<Result<Page<OfficeWorkEntry>>> ExecuteAsync(string officeId, string? page, Actor actor, CancellationToken cancellationToken)
    {
        if (!PageToken.TryStart(page, "", out var from))
        {
            return Refusals.PageToken;
        }

        if (await offices.FindAsync(officeId, cancellationToken) is null)
        {
            return Refusals.NoSuchOffice with { Field = null };
        }

        var hints = await work.ReadAsync(officeId, from, Page<OfficeWorkEntry>.Size + 1, cancellationToken);
        var listed = hints.Take(Page<OfficeWorkEntry>.Size).ToList();
        var dockets = await officeDay.LoadAsync([.. listed.Select(hint => hint.Value.CardholderId)], cancellationToken);
        var now = clock.GetCurrentInstant();
        List<OfficeWorkEntry> entries = [];
        foreach (var (hint, docket) in listed.Zip(dockets))
        {
            if (docket is not null && WorkItem.Of(docket, now).FirstOrDefault(item => item.OfficeId == officeId && OfficeWork.Confirms(hint, item)) is { } item)
            {
                entries.Add(new(docket, item));
            }
            else if (docket?.Version >= hint.Value.Version)
            {
                await work.DropAsync(officeId, hint, cancellationToken);
            }
        }

        await officeDay.DiscloseAsync(entries.Select(entry => entry.Docket.Cardholder.Id), actor, cancellationToken);
        return new Page<OfficeWorkEntry>(entries, hints.Count > listed.Count ? PageToken.Of(listed[^1].Key) : null);
    }
}

/// <summary>An item of an office's work, with its docket.</summary>
/// <param name="Docket">The docket.</param>
/// <param name="Item">The item.</param>
public sealed record OfficeWorkEntry(Docket Docket, WorkItem Item);
