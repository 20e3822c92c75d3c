using System.Globalization;
using SecureDocket.Storage;

namespace SecureDocket.Retention;

/// <summary>Reads and writes the rules of retention and the reports of what they would do. There are few of both.</summary>
public sealed class RetentionStore(ITables tables)
{
    private const string RulesPartition = "rules";
    private const string ReportsPartition = "reports";
    private const string ListsPartition = "lists";
    private const string RulePrefix = "rule|";
    private const string ReportPrefix = "report|";
    private const string ListPrefix = "list|";
    private const string IdFormat = "yyyyMMddHHmmss";
    private const int RuleLimit = 50;

    private readonly RowTable<RetentionRule> _rules = new(tables, TableNames.Retention, RetentionJson.Rows.RetentionRule);
    private readonly RowTable<RetentionReport> _reports = new(tables, TableNames.Retention, RetentionJson.Rows.RetentionReport);
    private readonly RowTable<DueDockets> _lists = new(tables, TableNames.Retention, RetentionJson.Rows.DueDockets);

    /// <summary>The rules, by class. None is there unless somebody set it. One request.</summary>
    public async Task<IReadOnlyList<RetentionRule>> RulesAsync(CancellationToken cancellationToken) =>
        [.. (await _rules.RangeAsync(RulesPartition, RulePrefix, RowKey.After(RulePrefix), RuleLimit, cancellationToken)).Select(row => row.Value)];

    /// <summary>Sets the rule of its class. One request.</summary>
    public Task PutRuleAsync(RetentionRule rule, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return _rules.PutAsync(RulesPartition, RulePrefix + rule.Class, rule, cancellationToken);
    }

    /// <summary>Deletes the rule of a class, if there is one. One request.</summary>
    public Task DeleteRuleAsync(RetentionClass @class, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(@class);
        return _rules.DeleteAsync(RulesPartition, RulePrefix + @class.Name, null, cancellationToken);
    }

    /// <summary>A page of the reports, latest first; refused if the token is not from this list. One request.</summary>
    public async Task<Result<Page<RetentionReport>>> PageAsync(string? page, CancellationToken cancellationToken) =>
        PageToken.TryStart(page, ReportPrefix, out var from)
            ? await _reports.PageAsync(ReportsPartition, ReportPrefix, from, cancellationToken)
            : Refusals.PageToken;

    /// <summary>A report; null if there is none. One request, or none if the text cannot be an ID.</summary>
    public async Task<RetentionReport?> FindAsync(string id, CancellationToken cancellationToken) =>
        KeyOf(id) is { } key ? (await _reports.FindAsync(ReportsPartition, key, cancellationToken))?.Value : null;

    /// <summary>The dockets that one row of a line lists, in order. One request.</summary>
    public async Task<IReadOnlyList<CardholderId>> DocketsAsync(string id, string @class, int list, CancellationToken cancellationToken) =>
        (await _lists.FindAsync(ListsPartition, ListKey(id, @class, list), cancellationToken))?.Value.Dockets ?? [];

    /// <summary>The ID of a report that begins now.</summary>
    internal static string NewId(DateTimeOffset now) => now.UtcDateTime.ToString(IdFormat, CultureInfo.InvariantCulture);

    /// <summary>The latest report; null if there is none. One request.</summary>
    internal async Task<Stored<RetentionReport>?> LatestAsync(CancellationToken cancellationToken) =>
        await _reports.RangeAsync(ReportsPartition, ReportPrefix, RowKey.After(ReportPrefix), 1, cancellationToken) is [var latest, ..] ? latest : null;

    /// <summary>Records how far a report is, if no other run did. One request.</summary>
    /// <returns>The report as stored; null if another run was faster, possibly an earlier attempt of this call.</returns>
    internal Task<Stored<RetentionReport>?> WriteAsync(Stored<RetentionReport>? before, RetentionReport report, CancellationToken cancellationToken) =>
        _reports.WriteAsync(ReportsPartition, before?.Key ?? KeyOf(report.Id)!, before, report, cancellationToken);

    /// <summary>Lists dockets of a line. Writing the same list again puts it in the place of the former. One request.</summary>
    internal Task PutDocketsAsync(RetentionReport report, string @class, int list, IReadOnlyList<CardholderId> dockets, CancellationToken cancellationToken) =>
        _lists.PutAsync(ListsPartition, ListKey(report.Id, @class, list), new(report.StartedAt, dockets), cancellationToken);

    /// <summary>Deletes the lists of reports that began before a moment; the reports stay.</summary>
    internal Task<PurgedRows> PurgeListsAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        _lists.PurgeAsync(ListPrefix, RowKey.After(ListPrefix), list => list.At < before, cancellationToken);

    // The latest comes first.
    private static string? KeyOf(string id) =>
        DateTime.TryParseExact(id, IdFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? string.Create(CultureInfo.InvariantCulture, $"{ReportPrefix}{DateTime.MaxValue.Ticks - at.Ticks:D19}")
            : null;

    private static string ListKey(string id, string @class, int list) => string.Create(CultureInfo.InvariantCulture, $"{ListPrefix}{id}|{@class}|{list:D4}");
}
