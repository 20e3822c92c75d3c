using NodaTime;
using NodaTime.Text;

namespace SecureDocket.Retention;

/// <summary>How long records of a class are kept, and by whose authority. Nothing is disposed of by a rule alone: two people release a report of what it would do.</summary>
public sealed record RetentionRule
{
    /// <summary>The most characters of an authority.</summary>
    public const int AuthorityLimit = 200;

    private const int AuthorityLeast = 3;
    private const int YearsAtMost = 100;

    /// <summary>The class of records, from <see cref="RetentionClasses"/>.</summary>
    public required string Class { get; init; }

    /// <summary>From when the period counts, in the words of the class.</summary>
    public required string Trigger { get; init; }

    /// <summary>The period in years, months, weeks and days, as ISO 8601 writes it, e.g. <c>P7Y</c>; counted in UTC.</summary>
    public required string Period { get; init; }

    /// <summary>What is done when it is over, in the words of the class.</summary>
    public required string Action { get; init; }

    /// <summary>The law, schedule or order that says so, in one line.</summary>
    public required string Authority { get; init; }

    /// <summary>The opaque ID of the administrator who set it.</summary>
    public required string SetBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset SetAt { get; init; }

    /// <summary>Reads the parts of a rule; every fault at once.</summary>
    /// <param name="class">The class of records.</param>
    /// <param name="trigger">From when the period counts.</param>
    /// <param name="period">The period.</param>
    /// <param name="action">What is done.</param>
    /// <param name="authority">Who says so.</param>
    /// <returns>A rule that nobody has set yet; refused with every fault.</returns>
    public static Result<RetentionRule> Create(RetentionClass @class, string? trigger, string? period, string? action, string? authority)
    {
        ArgumentNullException.ThrowIfNull(@class);
        List<Refusal> faults = [];
        if (trigger != @class.Trigger)
        {
            faults.Add(RetentionRefusals.MustBe("trigger", @class.Trigger));
        }

        if (TryRead(period) is null)
        {
            faults.Add(RetentionRefusals.Period);
        }

        if (action != @class.Action)
        {
            faults.Add(RetentionRefusals.MustBe("action", @class.Action));
        }

        var line = authority?.Trim() ?? "";
        if (line.Length is < AuthorityLeast or > AuthorityLimit || line.Any(char.IsControl) || !line.Any(char.IsLetter))
        {
            faults.Add(RetentionRefusals.Authority(AuthorityLimit));
        }

        return faults.Count > 0 ? faults : new RetentionRule
        {
            Class = @class.Name,
            Trigger = trigger!,
            Period = period!,
            Action = action!,
            Authority = line,
            SetBy = "",
            SetAt = default,
        };
    }

    /// <summary>What was triggered before this is due.</summary>
    internal DateTimeOffset DueBefore(DateTimeOffset asOf) =>
        (LocalDateTime.FromDateTime(asOf.UtcDateTime) - TryRead(Period)!).InUtc().ToDateTimeOffset();

    // Whole days at least, so that an hour of the day decides nothing; a hundred years at most, so that no date leaves the calendar.
    private static Period? TryRead(string? text) =>
        text is { Length: <= 20 } && PeriodPattern.NormalizingIso.Parse(text) is { Success: true } parsed
        && parsed.Value is { HasTimeComponent: false, Years: >= 0 and <= YearsAtMost, Months: >= 0 and <= YearsAtMost * 12, Weeks: >= 0 and <= YearsAtMost * 53, Days: >= 0 and <= YearsAtMost * 366 } period
        && period != NodaTime.Period.Zero
            ? period
            : null;
}

/// <summary>A class of records that may have a retention of its own.</summary>
/// <param name="Name">The name.</param>
/// <param name="Trigger">From when the period counts.</param>
/// <param name="Action">What is done when it is over.</param>
public sealed record RetentionClass(string Name, string Trigger, string Action);

/// <summary>The classes of records. A name is never renamed.</summary>
public static class RetentionClasses
{
    private const string Delete = "delete";
    private const string CardExpired = "card-expired";

    /// <summary>The whole docket, with its journal and its disclosures, once no card is valid and no date is to come: from the last change by a person or an application.</summary>
    public static RetentionClass Docket { get; } = new RetentionClass("docket", "last-change", "erase");

    /// <summary>Earlier photos: from the expiry of the last card that shows them.</summary>
    public static RetentionClass Photos { get; } = new RetentionClass("photos", CardExpired, Delete);

    /// <summary>PDFs of withdrawn documents.</summary>
    public static RetentionClass Documents { get; } = new RetentionClass("documents", "withdrawn", Delete);

    /// <summary>Words of texts that were answered or closed, with their items of the inbox. The storage account deletes words after 90 days in any case.</summary>
    public static RetentionClass Words { get; } = new RetentionClass("words", "received", Delete);

    /// <summary>Who was told what of a person.</summary>
    public static RetentionClass Disclosures { get; } = new RetentionClass("disclosures", "made", Delete);

    /// <summary>Who searched for people.</summary>
    public static RetentionClass Searches { get; } = new RetentionClass("searches", "made", Delete);

    /// <summary>PINs and codes: from the expiry of the person's last card.</summary>
    public static RetentionClass SignIns { get; } = new RetentionClass("sign-ins", CardExpired, Delete);

    /// <summary>All of them, in the order in which a report lists them.</summary>
    public static IReadOnlyList<RetentionClass> All { get; } = [Docket, Photos, Documents, Words, Disclosures, Searches, SignIns];

    /// <summary>The class of a name; refused if there is none.</summary>
    public static Result<RetentionClass> Read(string? name) =>
        All.FirstOrDefault(each => each.Name == name) is { } known ? known : RetentionRefusals.Class(All.Select(each => each.Name));
}
