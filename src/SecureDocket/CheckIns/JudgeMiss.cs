using SecureDocket.Dockets;

namespace SecureDocket.CheckIns;

/// <summary>Records what an officer makes of a missed check-in. It may be judged again; the journal keeps what was found before.</summary>
public sealed class JudgeMiss(DocketStore dockets, TimeProvider clock)
{
    /// <summary>Records the judgement; the same one again changes nothing.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="checkInId">The check-in.</param>
    /// <param name="form">The judgement.</param>
    /// <param name="expected">The docket's version that the officer saw, so that of two officers at once only one judges.</param>
    /// <param name="actor">The officer.</param>
    /// <param name="cancellationToken">Cancels the request; repeating it is safe.</param>
    /// <returns>The docket with the check-in as recorded.</returns>
    public Task<Result<Docket>> ExecuteAsync(
        CardholderId id, string checkInId, MissJudgementForm form, VersionMatch expected, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actor);
        var operation = OperationId.New();
        return dockets.ChangeAsync(
            id,
            docket =>
            {
                if (docket.CheckIns.FirstOrDefault(checkIn => checkIn.Id == checkInId) is not { } known)
                {
                    return Refusals.NoSuchCheckIn;
                }

                if (known.Status != CheckInStatus.Missed)
                {
                    return CheckInsRefusals.NotMissed(known.Status);
                }

                if (known.Judgement is { } judged && judged == form.By(judged.By, judged.At))
                {
                    return (DocketChange?)null;
                }

                return expected.Includes(docket)
                    ? new DocketChange("check-in-judged") { CheckIns = [known.Noted(operation) with { Judgement = form.By(actor.Id, clock.GetCurrentInstant()) }] }
                    : Refusals.VersionMismatch(docket.Version);
            },
            actor,
            operation,
            cancellationToken);
    }
}

/// <summary>A judgement of a missed check-in, as an officer gives it.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Reason">The reason, from <see cref="MissReasons"/>; null unless it is excused.</param>
/// <param name="Evidence">From <see cref="MissEvidence"/>; null unless it is excused.</param>
public sealed record MissJudgementForm(MissFinding Finding, string? Reason, string? Evidence)
{
    internal MissJudgement By(string officer, NodaTime.Instant at) => new(Finding, Reason, Evidence, officer, at);
}
