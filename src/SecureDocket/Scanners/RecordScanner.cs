namespace SecureDocket.Scanners;

/// <summary>Records a device's report, and tells the device whether its permission was revoked.</summary>
public sealed class RecordScanner(ScannerStore scanners, TimeProvider clock)
{
    /// <summary>Records the report. One read and one write.</summary>
    /// <param name="report">The ID, release, pack and queue; this method fills in the rest.</param>
    /// <param name="actor">The officer using the device.</param>
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

/// <summary>A device's report.</summary>
/// <param name="Id">Its random ID.</param>
/// <param name="Release">The release of the page.</param>
/// <param name="PackIssuedAt">When its verifier pack was issued; null if it has none.</param>
/// <param name="Waiting">The number of scans waiting on it.</param>
public sealed record ScannerReport(Guid Id, string Release, DateTimeOffset? PackIssuedAt, int Waiting);
