namespace SecureDocket.Searches;

/// <summary>A deployment's settings of searches.</summary>
public sealed record SearchOptions
{
    /// <summary>How often an officer may search in an hour. 1 to 1,000.</summary>
    public int PerHour { get; init; } = 60;
}
