using SecureDocket.Disclosures;

namespace SecureDocket.Functions.Access;

/// <summary>Logs a line for an alert. It identifies no person; the disclosures do.</summary>
public sealed class OpeningAlarm(ILogger<OpeningAlarm> logger) : IOpeningAlarm
{
    /// <inheritdoc />
    public void Unusual(int dockets) => Log.OpeningsUnusual(logger, dockets);
}
