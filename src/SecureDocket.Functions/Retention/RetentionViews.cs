using SecureDocket.Retention;

namespace SecureDocket.Functions.Retention;

/// <summary>The classes of records and their rules.</summary>
/// <param name="Classes">The classes, each with its rule if somebody set one.</param>
public sealed record RetentionRulesView(IReadOnlyList<RetentionClassView> Classes)
{
    internal static RetentionRulesView Of(IReadOnlyList<RetentionRule> rules) => new(
    [
        .. RetentionClasses.All.Select(@class => new RetentionClassView(
            @class.Name, @class.Trigger, @class.Action, rules.FirstOrDefault(rule => rule.Class == @class.Name) is { } rule ? RetentionRuleView.Of(rule) : null)),
    ]);
}

/// <summary>A class of records.</summary>
/// <param name="Class">The name.</param>
/// <param name="Trigger">From when its period counts.</param>
/// <param name="Action">What is done when it is over.</param>
/// <param name="Rule">The rule; absent while nobody has set one, so that the records are kept.</param>
public sealed record RetentionClassView(string Class, string Trigger, string Action, RetentionRuleView? Rule);

/// <summary>A rule of retention.</summary>
/// <param name="Class">The class of records.</param>
/// <param name="Trigger">From when the period counts.</param>
/// <param name="Period">The period, as ISO 8601 writes it.</param>
/// <param name="Action">What is done when it is over.</param>
/// <param name="Authority">The law, schedule or order that says so.</param>
/// <param name="SetBy">Who set it, as an opaque ID.</param>
/// <param name="SetAt">When.</param>
public sealed record RetentionRuleView(string Class, string Trigger, string Period, string Action, string Authority, string SetBy, DateTimeOffset SetAt)
{
    internal static RetentionRuleView Of(RetentionRule rule) => new(rule.Class, rule.Trigger, rule.Period, rule.Action, rule.Authority, rule.SetBy, rule.SetAt);
}

/// <summary>What the rules would dispose of.</summary>
public sealed record RetentionReportView
{
    /// <summary>The report's ID.</summary>
    public required string Id { get; init; }

    /// <summary>When it began; everything in it is due as of this moment.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was complete; absent before that.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The number of dockets looked at.</summary>
    public required int Dockets { get; init; }

    /// <summary>The number of dockets with something due that a hold protects.</summary>
    public required int Held { get; init; }

    /// <summary>The number of dockets that could not be read.</summary>
    public required int Unreadable { get; init; }

    /// <summary>What is due, one line for each rule.</summary>
    public required IReadOnlyList<RetentionLineView> Lines { get; init; }

    internal static RetentionReportView Of(RetentionReport report) => new()
    {
        Id = report.Id,
        StartedAt = report.StartedAt,
        FinishedAt = report.FinishedAt,
        Dockets = report.Dockets,
        Held = report.Held,
        Unreadable = report.Unreadable,
        Lines = [.. report.Lines.Select(line => new RetentionLineView(
            RetentionRuleView.Of(report.Rules.First(rule => rule.Class == line.Class)), line.Dockets, line.Records, line.IsCut))],
    };
}

/// <summary>What one rule would dispose of.</summary>
/// <param name="Rule">The rule, as it was when the report began.</param>
/// <param name="Dockets">The number of dockets listed; 0 for records that no docket lists.</param>
/// <param name="Records">The number of records that are due.</param>
/// <param name="More">Whether more dockets are due than one report lists; the next one lists them.</param>
public sealed record RetentionLineView(RetentionRuleView Rule, int Dockets, int Records, bool More);

/// <summary>A page of reports.</summary>
/// <param name="Reports">The reports, latest first.</param>
/// <param name="Next">The token for the next page.</param>
public sealed record RetentionReportsView(IReadOnlyList<RetentionReportView> Reports, string? Next);
