using System.Text.Json.Serialization;

namespace SecureDocket.Retention;

/// <summary>What the rules would dispose of: a dry run over all dockets, which disposes of nothing.</summary>
public sealed record RetentionReport
{
    /// <summary>How long after its beginning a report can be released; a later one says more.</summary>
    public static readonly TimeSpan ReleasableFor = TimeSpan.FromDays(7);

    /// <summary>The most dockets that a report lists of one class; what is left is due again the night after the release.</summary>
    public const int DocketsAtMost = 5000;

    /// <summary>The ID: the time of its beginning, as digits.</summary>
    public required string Id { get; init; }

    /// <summary>When it began. Everything in it is due as of this moment.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was complete; null before that.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The rules.</summary>
    public required IReadOnlyList<RetentionRule> Rules { get; init; }

    /// <summary>What is due, one line for each rule.</summary>
    public required IReadOnlyList<RetentionLine> Lines { get; init; }

    /// <summary>The number of dockets looked at.</summary>
    public int Dockets { get; init; }

    /// <summary>The number of dockets with something due that a hold protects.</summary>
    public int Held { get; init; }

    /// <summary>The number of dockets that could not be read; nothing of them is listed.</summary>
    public int Unreadable { get; init; }

    /// <summary>Where the run continues; null at the beginning and when it is complete.</summary>
    public string? Continuation { get; init; }

    /// <summary>The number of records that are due.</summary>
    [JsonIgnore]
    public int Records => Lines.Sum(line => line.Records);
}

/// <summary>What one rule would dispose of.</summary>
/// <param name="Class">The class of records.</param>
/// <param name="Dockets">The number of dockets listed; 0 for records that no docket lists.</param>
/// <param name="Records">The number of records that are due: photos, documents, disclosures, items; a docket counts as one.</param>
/// <param name="Lists">The number of rows that list the dockets.</param>
/// <param name="IsCut">Whether more dockets are due than are listed.</param>
public sealed record RetentionLine(string Class, int Dockets, int Records, int Lists, bool IsCut);

/// <summary>Some of the dockets that a line lists.</summary>
/// <param name="At">When the report began.</param>
/// <param name="Dockets">The dockets.</param>
internal sealed record DueDockets(DateTimeOffset At, IReadOnlyList<CardholderId> Dockets);
