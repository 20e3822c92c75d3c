using System.Text.Json.Serialization;
using NodaTime;

namespace SecureDocket.CheckIns;

/// <summary>How often a person must report. The next check-in is booked once the person has reported.</summary>
/// <param name="OfficeId">The office.</param>
/// <param name="EveryDays">The minimum number of days from one check-in to the next: 7 to 365.</param>
public sealed record CheckInSchedule(string OfficeId, int EveryDays)
{
    /// <summary>The minimum of <see cref="EveryDays"/>.</summary>
    public const int FewestDays = 7;

    /// <summary>The maximum of <see cref="EveryDays"/>.</summary>
    public const int MostDays = 365;

    /// <summary>How much later than due a check-in may be, because offices close and slots fill up.</summary>
    public static Duration Grace { get; } = Duration.FromDays(14);

    /// <summary>The maximum time from one check-in to the next.</summary>
    [JsonIgnore]
    public Duration Longest => Duration.FromDays(EveryDays) + Grace;
}
