using System.Globalization;
using SecureDocket.Approvals;
using SecureDocket.Dockets;
using SecureDocket.Encryption;

namespace SecureDocket.Retention;

/// <summary>Carries out a released report, docket by docket: only what it lists, only what is due by the same rule as of its moment, and nothing under a hold.</summary>
internal sealed class RunRetention(
    RetentionStore store, ReleaseReport release, DocketStore dockets, Erasing erasing, IEnumerable<IRetainedByDocket> inDockets, IEnumerable<IRetainedByAge> byAge) : IApprovalExecutor
{
    private const int DocketsPerStep = 5;

    /// <inheritdoc />
    public string Kind => ApprovalKinds.Retention;

    /// <inheritdoc />
    public async Task<Refusal?> CheckAsync(Approval approval, CancellationToken cancellationToken) =>
        await release.RefusalOfAsync(await store.FindAsync(approval.Report!, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public async Task<ApprovalProgress> StepAsync(Approval approval, CancellationToken cancellationToken)
    {
        var report = await store.FindAsync(approval.Report!, cancellationToken) ?? throw new InvalidDataException("A report that was released is gone.");
        var rules = await store.RulesAsync(cancellationToken);
        var position = Position.Parse(approval.Progress.Cursor);
        if (position.Line == report.Lines.Count)
        {
            return approval.Progress with { Finished = true };
        }

        var line = report.Lines[position.Line];
        if (report.Rules.FirstOrDefault(each => each.Class == line.Class) is not { } rule || !rules.Contains(rule))
        {
            // It was changed or deleted since the release, which is the last moment at which somebody can.
            return approval.Progress with { Cursor = position.NextLine.ToString(), Refused = approval.Progress.Refused + line.Dockets };
        }

        if (byAge.FirstOrDefault(each => each.Class.Name == line.Class) is { } aged)
        {
            var (disposed, next) = await aged.DisposeSomeAsync(RetentionPeriod.Of(rule, report), position.From, cancellationToken);
            return approval.Progress with
            {
                Done = approval.Progress.Done + disposed,
                Cursor = (next is null ? position.NextLine : position with { From = next }).ToString(),
            };
        }

        return await StepInDocketsAsync(approval, report, new(approval, rule), position, cancellationToken);
    }

    private async Task<ApprovalProgress> StepInDocketsAsync(
        Approval approval, RetentionReport report, Release release, Position position, CancellationToken cancellationToken)
    {
        var line = report.Lines[position.Line];
        if (position.List == line.Lists)
        {
            return approval.Progress with { Cursor = position.NextLine.ToString() };
        }

        var listed = await store.DocketsAsync(report.Id, line.Class, position.List, cancellationToken);
        var progress = approval.Progress;
        foreach (var id in listed.Skip(position.Offset).Take(DocketsPerStep))
        {
            progress = Count(progress, await DisposeAsync(id, RetentionPeriod.Of(release.Rule, report), release, cancellationToken));
        }

        var next = position.Offset + DocketsPerStep < listed.Count
            ? position with { Offset = position.Offset + DocketsPerStep }
            : position with { List = position.List + 1, Offset = 0 };
        return progress with { Cursor = next.ToString() };
    }

    private static ApprovalProgress Count(ApprovalProgress progress, bool? isDone) => isDone switch
    {
        null => progress with { Unknown = progress.Unknown + 1 },
        true => progress with { Done = progress.Done + 1 },
        false => progress with { Refused = progress.Refused + 1 },
    };

    /// <summary>Disposes of what is due in a docket.</summary>
    /// <returns>False if it is left as it is, and the next report lists what is still due; null if the docket is not on record.</returns>
    private async Task<bool?> DisposeAsync(CardholderId id, RetentionPeriod period, Release released, CancellationToken cancellationToken)
    {
        var records = inDockets.Single(each => each.Class.Name == released.Rule.Class);
        try
        {
            if (await dockets.FindCardholderAsync(id, cancellationToken) is null)
            {
                // Erased before, or a run died while it deleted the rows, and the docket is no longer whole.
                return records.Class == RetentionClasses.Docket && await erasing.ExecuteAsync(id, released.Erasure, cancellationToken) == ErasureOutcome.Erased ? true : null;
            }

            return await dockets.LoadAsync(id, cancellationToken) is { Cardholder.Hold: null } docket
                && await records.CountDueAsync(docket, period, cancellationToken) > 0
                && await records.DisposeAsync(docket, period, released, cancellationToken);
        }
        catch (UnreadableException refused) when (refused.IsOfSomeDockets)
        {
            return false;
        }
    }

    /// <summary>How far a run is.</summary>
    /// <param name="Line">The line of the report.</param>
    /// <param name="List">The row of the line's dockets.</param>
    /// <param name="Offset">The first docket in that row.</param>
    /// <param name="From">Where records that no docket lists continue; null at the beginning.</param>
    private sealed record Position(int Line, int List, int Offset, string? From)
    {
        public Position NextLine => new(Line + 1, 0, 0, null);

        public static Position Parse(string? cursor)
        {
            var parts = (cursor ?? "0:0:0:").Split(':', 4);
            return new(Number(parts[0]), Number(parts[1]), Number(parts[2]), parts[3].Length > 0 ? parts[3] : null);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Line}:{List}:{Offset}:{From}");

        private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }
}
