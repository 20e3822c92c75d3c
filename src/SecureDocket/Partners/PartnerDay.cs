namespace SecureDocket.Partners;

/// <summary>A partner's day, UTC: the requests granted to instances in the current minute, and the outcomes of the day's requests.</summary>
internal sealed record PartnerDay
{
    /// <summary>The current minute, in Unix time.</summary>
    public long Minute { get; init; }

    /// <summary>The number of requests granted in the minute.</summary>
    public int Granted { get; init; }

    /// <summary>The leases of the minute.</summary>
    public IReadOnlyList<PartnerLease> Leases { get; init; } = [];

    /// <summary>The outcomes of the day's requests.</summary>
    public PartnerCounts Counts { get; init; } = new();
}

/// <summary>The last lease of an instance in a minute.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Number">The instance's lease number, so that it recognizes a lease whose response was lost.</param>
/// <param name="Size">The number of requests.</param>
internal sealed record PartnerLease(string Instance, long Number, int Size);

/// <summary>The outcomes of a partner's requests.</summary>
public sealed record PartnerCounts
{
    /// <summary>Answered with <c>valid</c>.</summary>
    public long Valid { get; init; }

    /// <summary>Answered with <c>invalid</c>.</summary>
    public long Invalid { get; init; }

    /// <summary>Answered with <c>undetermined</c>.</summary>
    public long Undetermined { get; init; }

    /// <summary>Answered with a problem, because of the limit or an invalid request.</summary>
    public long Refused { get; init; }

    /// <summary>Comparisons of a name or birth date that matched; included in <see cref="Valid"/>.</summary>
    public long Matched { get; init; }

    /// <summary>Comparisons of a name or birth date with a mismatch; included in <see cref="Valid"/>.</summary>
    public long Mismatched { get; init; }

    /// <summary>Comparisons refused because there were too many for one card; included in <see cref="Refused"/>.</summary>
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
