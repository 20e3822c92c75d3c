using SecureDocket.Places;

namespace SecureDocket.Closures;

/// <summary>Withdraws a closure: the door is open after all. Whoever was told a new date keeps it; nobody else is told.</summary>
public sealed class WithdrawClosure(ClosureStore closures)
{
    /// <summary>Withdraws it; retries have no further effect.</summary>
    /// <param name="kind">The kind of place.</param>
    /// <param name="placeId">The place.</param>
    /// <param name="closureId">The closure.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public async Task<Result<Closure>> ExecuteAsync(PlaceKind kind, string placeId, string closureId, CancellationToken cancellationToken) =>
        await closures.ChangeAsync(
            new(closureId, kind, placeId, default),
            present => present.Status == ClosureStatus.Withdrawn ? null : present with { Status = ClosureStatus.Withdrawn },
            cancellationToken) is { } after ? after
            : await closures.FindAsync(kind, placeId, cancellationToken) is null ? ClosuresRefusals.NoSuchPlace(kind)
            : ClosuresRefusals.NoSuchClosure;
}
