using SecureDocket.Disclosures;

namespace SecureDocket.Searches;

/// <summary>A search for a person, as it is kept. It holds nothing by which the person can be found without the system's secret.</summary>
public sealed record SearchEvent
{
    /// <summary>The search's ID: 32 hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who searched.</summary>
    public required Actor By { get; init; }

    /// <summary>What they searched by.</summary>
    public required SearchKeyKind Kind { get; init; }

    /// <summary>The keyed hash of the value.</summary>
    public required string Key { get; init; }

    /// <summary>The purpose that they stated.</summary>
    public required Purpose Purpose { get; init; }

    /// <summary>The number of people who were shown. A protected person who was not shown does not count.</summary>
    public required int Shown { get; init; }
}
