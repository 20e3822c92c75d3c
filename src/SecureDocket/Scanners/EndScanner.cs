namespace SecureDocket.Scanners;

/// <summary>Revokes a device's permission: it stops verifying cards at its next call, at most a minute after it is online.</summary>
public sealed class EndScanner(ScannerStore scanners, TimeProvider clock)
{
    /// <summary>Permanently revokes the permission; retries have no further effect. One read and one write.</summary>
    public async Task<Result<Scanner>> ExecuteAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var ended = await scanners.ChangeAsync(
            id, before => before?.EndedAt is null ? before is null ? null : before with { EndedAt = clock.GetUtcNow(), EndedBy = actor.Id } : before, cancellationToken);
        return ended is null ? Refusals.NoSuchScanner : ended;
    }
}
