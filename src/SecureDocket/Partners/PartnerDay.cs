namespace SecureDocket.Partners;

/// <summary>A partner's day, UTC: how many requests of the present minute are given out to whom, and what came of the day's.</summary>
internal sealed record PartnerDay
{
    /// <summary>The present minute, of Unix time.</summary>
    public long Minute { get; init; }

    /// <summary>How many requests of the minute are given out.</summary>
    public int Granted { get; init; }

    /// <summary>Who was given some in the minute.</summary>
    public IReadOnlyList<PartnerLease> Leases { get; init; } = [];

    /// <summary>What came of the day's requests.</summary>
    public PartnerCounts Counts { get; init; } = new();
}

/// <summary>The last requests that an instance was given in a minute.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Number">Which lease of the instance it is, so that it knows one whose answer was lost.</param>
/// <param name="Size">How many requests.</param>
internal sealed record PartnerLease(string Instance, long Number, int Size);

/// <summary>What came of a partner's requests.</summary>
public sealed record PartnerCounts
{
    /// <summary>Answered with <c>valid</c>.</summary>
    public long Valid { get; init; }

    /// <summary>Answered with <c>invalid</c>.</summary>
    public long Invalid { get; init; }

    /// <summary>Answered with <c>undetermined</c>.</summary>
    public long Undetermined { get; init; }

    /// <summary>Answered with a problem, be it the limit or a fault of the request.</summary>
    public long Refused { get; init; }

    /// <summary>Questions about a name or birth date that matched; they are among <see cref="Valid"/>.</summary>
    public long Matched { get; init; }

    /// <summary>Questions about a name or birth date of which something did not match; they are among <see cref="Valid"/>.</summary>
    public long Mismatched { get; init; }

    /// <summary>Questions about a name or birth date that came too often for one card; they are among <see cref="Refused"/>.</summary>
    public long MatchLimited { get; init; }

    internal bool IsEmpty => this == new PartnerCounts();

    internal PartnerCounts Plus(PartnerCounts other) => new()
    {
        Valid = Valid + other.Valid,
        Invalid = Invalid + other.Invalid,
        Undetermined = Undetermined + other.Undetermined,
        Refused = Refused + other.Refused,
        Matched = Matched + other.Matched,
        Mismatched = Mismatched + other.Mismatched,
        MatchLimited = MatchLimited + other.MatchLimited,
    };

    internal PartnerCounts Minus(PartnerCounts other) => new()
    {
        Valid = Valid - other.Valid,
        Invalid = Invalid - other.Invalid,
        Undetermined = Undetermined - other.Undetermined,
        Refused = Refused - other.Refused,
        Matched = Matched - other.Matched,
        Mismatched = Mismatched - other.Mismatched,
        MatchLimited = MatchLimited - other.MatchLimited,
    };
}
