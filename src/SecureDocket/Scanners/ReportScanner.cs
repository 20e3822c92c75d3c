namespace SecureDocket.Scanners;

/// <summary>Takes down what a device says of itself, and tells it whether its leave was ended.</summary>
public sealed class ReportScanner(ScannerStore scanners, TimeProvider clock)
{
    /// <summary>Records the report. One read and one write.</summary>
    /// <param name="report">The id, release, pack and queue; the rest is filled in here.</param>
    /// <param name="actor">Who uses the device.</param>
    public async Task<Scanner> ExecuteAsync(ScannerReport report, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(actor);
        return (await scanners.ChangeAsync(report.Id, before => new()
        {
            Id = report.Id,
            Officer = actor.Id,
            Release = report.Release,
            PackIssuedAt = report.PackIssuedAt,
            Waiting = report.Waiting,
            LastSeen = clock.GetUtcNow(),
            EndedAt = before?.EndedAt,
            EndedBy = before?.EndedBy,
        }, cancellationToken))!;
    }
}

/// <summary>What a device says of itself.</summary>
/// <param name="Id">Its random id.</param>
/// <param name="Release">The release of the page.</param>
/// <param name="PackIssuedAt">When its verifier pack was made; null when it has none.</param>
/// <param name="Waiting">How many scans wait on it.</param>
public sealed record ScannerReport(Guid Id, string Release, DateTimeOffset? PackIssuedAt, int Waiting);
