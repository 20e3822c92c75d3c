using System.Collections.Concurrent;
using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.Storage;

namespace SecureDocket.Retention;

/// <summary>The dry run: looks every night at every docket and reports what the rules would dispose of. It disposes of nothing.</summary>
/// <remarks>
/// Without a rule it costs one request. A run that dies at any point is continued by the next one: the lists of a page are written before the report says so, and
/// written again to the same place.
/// </remarks>
public sealed class ReportRetention(
    RetentionStore store, DocketTable table, DocketStore dockets, IEnumerable<IRetainedByDocket> inDockets, IEnumerable<IRetainedByAge> byAge, TimeProvider clock)
{
    private const string AfterProfile = DocketRows.ProfileKey + "~";
    private const int DocketsPerList = 500;
    private const int InFlight = 8;

    private static readonly TimeSpan s_runMayTake = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan s_reportEvery = TimeSpan.FromHours(20);
    private static readonly TimeSpan s_listsKeptFor = TimeSpan.FromDays(30);

    /// <summary>Continues the report, or begins tonight's, or one by other rules.</summary>
    /// <returns>The report; null if there is nothing to do.</returns>
    /// <exception cref="DependencyUnavailableException">The storage did not respond; the next run continues.</exception>
    public async Task<RetentionReport?> ExecuteAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetUtcNow();
        var rules = await store.RulesAsync(cancellationToken);
        if (rules.Count == 0)
        {
            return null;
        }

        var stored = await store.LatestAsync(cancellationToken);
        var isCurrent = stored is not null && stored.Value.Rules.SequenceEqual(rules);
        if (isCurrent && stored!.Value.FinishedAt is not null && started - stored.Value.StartedAt < s_reportEvery)
        {
            return null;
        }

        if (!isCurrent || stored!.Value.FinishedAt is not null)
        {
            stored = await BeginAsync(rules, started, cancellationToken);
        }

        do
        {
            stored = await ContinueAsync(stored!, cancellationToken);
        }
        while (stored is { Value.FinishedAt: null } && clock.GetUtcNow() - started < s_runMayTake);

        // Another run was faster, and goes on.
        return stored?.Value;
    }

    private async Task<Stored<RetentionReport>> BeginAsync(IReadOnlyList<RetentionRule> rules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await store.PurgeListsAsync(now - s_listsKeptFor, cancellationToken);
        RetentionReport report = new() { Id = RetentionStore.NewId(now), StartedAt = now, Rules = rules, Lines = [] };
        List<RetentionLine> lines = [];
        foreach (var rule in rules)
        {
            var records = byAge.FirstOrDefault(each => each.Class.Name == rule.Class) is { } aged
                ? await aged.CountDueAsync(RetentionPeriod.Of(rule, report), cancellationToken)
                : 0;
            lines.Add(new(rule.Class, 0, records, 0, false));
        }

        return await store.WriteAsync(null, report with { Lines = lines }, cancellationToken) ?? throw new DependencyUnavailableException("contention");
    }

    /// <summary>Looks at one page of dockets.</summary>
    private async Task<Stored<RetentionReport>?> ContinueAsync(Stored<RetentionReport> stored, CancellationToken cancellationToken)
    {
        var report = stored.Value;
        var page = await table.ScanSealedAsync(DocketRows.ProfileKey, AfterProfile, report.Continuation, cancellationToken);
        ConcurrentBag<Look> looks = [];
        await Parallel.ForEachAsync(
            page.Rows.Select(row => row.Partition),
            new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellationToken },
            async (partition, stop) =>
            {
                if (CardholderId.TryParse(partition, out var id))
                {
                    looks.Add(await LookAsync(id, report, stop));
                }
            });

        List<RetentionLine> lines = [];
        foreach (var line in report.Lines)
        {
            lines.Add(await ListAsync(report, line, [.. looks.Where(look => look.Due.ContainsKey(line.Class) && !look.IsHeld).OrderBy(look => look.Docket.ToString(), StringComparer.Ordinal)], cancellationToken));
        }

        return await store.WriteAsync(
            stored,
            report with
            {
                Lines = lines,
                Dockets = report.Dockets + looks.Count,
                Held = report.Held + looks.Count(look => look.IsHeld && look.Due.Count > 0),
                Unreadable = report.Unreadable + looks.Count(look => look.IsUnreadable),
                Continuation = page.Next,
                FinishedAt = page.Next is null ? clock.GetUtcNow() : null,
            },
            cancellationToken);
    }

    private async Task<Look> LookAsync(CardholderId id, RetentionReport report, CancellationToken cancellationToken)
    {
        Dictionary<string, int> due = [];
        try
        {
            if (await dockets.LoadAsync(id, cancellationToken) is not { } docket)
            {
                // It was erased since the page was read.
                return new(id, due, false, false);
            }

            foreach (var records in inDockets)
            {
                if (report.Rules.FirstOrDefault(rule => rule.Class == records.Class.Name) is { } rule
                    && await records.CountDueAsync(docket, RetentionPeriod.Of(rule, report), cancellationToken) is > 0 and var count)
                {
                    due[rule.Class] = count;
                }
            }

            return new(id, due, docket.Cardholder.Hold is not null, false);
        }
        catch (UnreadableException refused) when (refused.IsOfSomeDockets)
        {
            return new(id, [], false, true);
        }
    }

    private async Task<RetentionLine> ListAsync(RetentionReport report, RetentionLine line, IReadOnlyList<Look> due, CancellationToken cancellationToken)
    {
        var listed = due.Take(RetentionReport.DocketsAtMost - line.Dockets).ToList();
        var lists = line.Lists;
        foreach (var some in listed.Chunk(DocketsPerList))
        {
            await store.PutDocketsAsync(report, line.Class, lists++, [.. some.Select(look => look.Docket)], cancellationToken);
        }

        return line with
        {
            Dockets = line.Dockets + listed.Count,
            Records = line.Records + listed.Sum(look => look.Due[line.Class]),
            Lists = lists,
            IsCut = line.IsCut || listed.Count < due.Count,
        };
    }

    /// <summary>What a look at a docket found.</summary>
    /// <param name="Docket">The docket.</param>
    /// <param name="Due">The number of records that are due, by class.</param>
    /// <param name="IsHeld">Whether a hold is on it.</param>
    /// <param name="IsUnreadable">Whether it could not be read.</param>
    private sealed record Look(CardholderId Docket, Dictionary<string, int> Due, bool IsHeld, bool IsUnreadable);
}
