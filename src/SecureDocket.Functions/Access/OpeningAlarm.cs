using SecureDocket.Disclosures;

namespace SecureDocket.Functions.Access;

/// <summary>Writes a line to the log, which an alert reads. It names nobody: the disclosures do.</summary>
public sealed class OpeningAlarm(ILogger<OpeningAlarm> logger) : IOpeningAlarm
{
    /// <inheritdoc />
    public void Unusual(int dockets) => Log.OpeningsUnusual(logger, dockets);
}
