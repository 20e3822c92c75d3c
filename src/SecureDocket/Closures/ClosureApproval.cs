using SecureDocket.Approvals;
using SecureDocket.Places;

namespace SecureDocket.Closures;

/// <summary>Puts an approved closure in force; <see cref="TellClosures"/> then tells the people.</summary>
public sealed class ClosureApproval(ClosureStore closures, TimeProvider clock) : IApprovalExecutor
{
    /// <inheritdoc />
    public string Kind => ApprovalKinds.Closure;

    /// <inheritdoc />
    public async Task<Refusal?> CheckAsync(Approval approval, CancellationToken cancellationToken)
    {
        var open = OpenOf(approval);
        var place = await closures.FindAsync(open.Kind, open.PlaceId, cancellationToken);
        return place?.Closures.FirstOrDefault(each => each.Id == open.Id) is { Status: not ClosureStatus.Withdrawn } ? null : ClosuresRefusals.Withdrawn;
    }

    /// <inheritdoc />
    public async Task<ApprovalProgress> StepAsync(Approval approval, CancellationToken cancellationToken)
    {
        var open = OpenOf(approval);
        await closures.OpenAsync(open, cancellationToken);
        await closures.ChangeAsync(
            open,
            present => present.Status != ClosureStatus.Pending ? null : present with
            {
                Status = ClosureStatus.Announced,
                ApprovedBy = approval.ApprovedBy,
                At = clock.GetCurrentInstant(),
            },
            cancellationToken);
        return approval.Progress with { Finished = true };
    }

    private static OpenClosure OpenOf(Approval approval)
    {
        ArgumentNullException.ThrowIfNull(approval);
        var closure = approval.Closure!;
        return new(closure.Id, closure.PlaceKind == "office" ? PlaceKind.Office : PlaceKind.Court, closure.PlaceId, NodaTime.Instant.FromDateTimeOffset(approval.RequestedAt));
    }
}
