namespace SecureDocket.Scanners;

/// <summary>Ends a device's leave: it stops checking cards at its next call, at most a minute after it is online.</summary>
public sealed class EndScanner(ScannerStore scanners, TimeProvider clock)
{
    /// <summary>Ends the leave for good, once, however often it is asked. One read and one write.</summary>
    public async Task<Result<Scanner>> ExecuteAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var ended = await scanners.ChangeAsync(
            id, before => before?.EndedAt is null ? before is null ? null : before with { EndedAt = clock.GetUtcNow(), EndedBy = actor.Id } : before, cancellationToken);
        return ended is null ? Refusals.NoSuchScanner : ended;
    }
}
