using SecureDocket.Approvals;
using SecureDocket.Places;

namespace SecureDocket.Closures;

/// <summary>Announces that an office or a court is closed although people have dates there: at once, or once a second administrator approves.</summary>
public sealed class AnnounceClosure(ClosureStore closures, PreviewClosure preview, RequestApproval approvals, TimeProvider clock)
{
    /// <summary>The number of dates of one day above which another administrator must approve, in one closure or several.</summary>
    public const int AloneLimit = 50;

    /// <summary>Announces the closure, or requests an approval; retries have no further effect. <see cref="TellClosures"/> tells the people.</summary>
    /// <param name="kind">The kind of place.</param>
    /// <param name="placeId">The place.</param>
    /// <param name="form">The closure.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public async Task<Result<AnnouncedClosure>> ExecuteAsync(
        PlaceKind kind, string placeId, ClosureForm form, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (await closures.FindAsync(kind, placeId, cancellationToken) is not { } place)
        {
            return ClosuresRefusals.NoSuchPlace(kind);
        }

        if (place.Closures.FirstOrDefault(each => each.Id == operation.Value) is { } known)
        {
            return await RecordedAsync(new(known.Id, kind, placeId, known.At), known, actor, operation, cancellationToken);
        }

        var checkedForm = form.Check(operation.Value, kind == PlaceKind.Office, actor, place.TimeZone, clock.GetCurrentInstant());
        if (checkedForm.IsRefused)
        {
            return checkedForm.Refusals.ToList();
        }

        var closure = checkedForm.Value!;
        var seen = await preview.OfAsync(place, closure, cancellationToken);
        if (seen.Dates != closure.Dates)
        {
            return ClosuresRefusals.DatesChanged(seen.Dates);
        }

        Refusal? refusal = null;
        var alone = 0;
        var open = new OpenClosure(closure.Id, kind, placeId, closure.At);

        // Noted first, so that no closure in force is forgotten.
        await closures.OpenAsync(open, cancellationToken);
        var after = await closures.ChangeAsync(
            kind,
            placeId,
            present =>
            {
                var kept = present.Where(each => each.Day > closure.Day.PlusYears(-1)).ToList();
                refusal = kept.Exists(each => each.Status != ClosureStatus.Withdrawn && each.Overlaps(closure)) ? ClosuresRefusals.Overlaps
                    : kept.Count >= ClosureStore.Limit ? ClosuresRefusals.Limit
                    : null;
                alone = closure.Dates + kept.Where(each => each.Day == closure.Day && each is { Status: not ClosureStatus.Pending, ApprovedBy: null }).Sum(each => each.Dates);
                return refusal is not null ? null
                    : [.. kept, closure with { Status = alone > AloneLimit ? ClosureStatus.Pending : ClosureStatus.Announced }];
            },
            cancellationToken);
        if (refusal is not null)
        {
            await closures.DoneAsync(open, cancellationToken);
            return refusal;
        }

        return await RecordedAsync(open, after!.Closures.Single(each => each.Id == closure.Id), actor, operation, cancellationToken);
    }

    private async Task<AnnouncedClosure> RecordedAsync(OpenClosure open, Closure closure, Actor actor, OperationId operation, CancellationToken cancellationToken) =>
        new(closure, closure.Status != ClosureStatus.Pending ? null : await approvals.ForClosureAsync(
            closure.Reason, new(open.Kind == PlaceKind.Office ? "office" : "court", open.PlaceId, open.Id), closure.Dates, actor, operation, cancellationToken));
}

/// <summary>A closure as announced or requested.</summary>
/// <param name="Closure">The closure.</param>
/// <param name="Approval">The approval that it needs; null if it is announced.</param>
public sealed record AnnouncedClosure(Closure Closure, Approval? Approval);
