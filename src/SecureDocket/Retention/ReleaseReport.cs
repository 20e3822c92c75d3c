using SecureDocket.Approvals;
using SecureDocket.Dockets;

namespace SecureDocket.Retention;

/// <summary>Requests that what a report lists is disposed of. Another administrator must approve it.</summary>
public sealed class ReleaseReport(RetentionStore store, RequestApproval request, TimeProvider clock)
{
    /// <summary>Records the request; retries have no further effect.</summary>
    /// <param name="id">The report.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    /// <returns>The approval; refused for an unknown report, and for one that is not complete, too old, without anything due, or by other rules than the present ones.</returns>
    public async Task<Result<Approval>> ExecuteAsync(string id, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        var report = await store.FindAsync(id, cancellationToken);
        return await RefusalOfAsync(report, cancellationToken) is { } refusal
            ? refusal
            : await request.ForReportAsync(ErasureReasons.RetentionEnded, id, report!.Lines.Sum(line => line.Dockets), actor, operation, cancellationToken);
    }

    /// <summary>Why a report cannot be released; null if it can. One request.</summary>
    internal async Task<Refusal?> RefusalOfAsync(RetentionReport? report, CancellationToken cancellationToken) => report switch
    {
        null => Refusals.NoSuchReport,
        { FinishedAt: null } => RetentionRefusals.NotReleasable("it is not complete"),
        _ when clock.GetUtcNow() - report.StartedAt > RetentionReport.ReleasableFor => RetentionRefusals.NotReleasable("it is older than seven days; release a later one"),
        { Records: 0 } => RetentionRefusals.NotReleasable("nothing in it is due"),
        _ when !report.Rules.SequenceEqual(await store.RulesAsync(cancellationToken)) => RetentionRefusals.NotReleasable("the rules have changed since; release a later one"),
        _ => null,
    };
}
