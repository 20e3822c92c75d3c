using SecureDocket.Searches;

namespace SecureDocket.Functions.Searches;

/// <summary>Logs a line for an alert. It identifies no person; the log of searches does.</summary>
public sealed class SearchAlarm(ILogger<SearchAlarm> logger) : ISearchAlarm
{
    /// <inheritdoc />
    public void Missed(int times) => Log.SearchesMissed(logger, times);
}
