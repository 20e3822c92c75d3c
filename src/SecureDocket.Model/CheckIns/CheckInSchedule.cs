using System.Text.Json.Serialization;
using NodaTime;

namespace SecureDocket.CheckIns;

/// <summary>How often a person must report. The next check-in is booked when they have reported.</summary>
/// <param name="OfficeId">The office.</param>
/// <param name="EveryDays">How many days after a check-in the next one is due, at the earliest: 7 to 365.</param>
public sealed record CheckInSchedule(string OfficeId, int EveryDays)
{
    /// <summary>The fewest days.</summary>
    public const int FewestDays = 7;

    /// <summary>The most days.</summary>
    public const int MostDays = 365;

    /// <summary>How much later than due a check-in may be: offices are closed, and slots taken.</summary>
    public static Duration Grace { get; } = Duration.FromDays(14);

    /// <summary>The longest time from one check-in to the next.</summary>
    [JsonIgnore]
    public Duration Longest => Duration.FromDays(EveryDays) + Grace;
}
