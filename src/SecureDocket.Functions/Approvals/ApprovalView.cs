using SecureDocket.Approvals;

namespace SecureDocket.Functions.Approvals;

/// <summary>A command that one administrator requests and another approves.</summary>
public sealed record ApprovalView
{
    /// <summary>Its ID.</summary>
    public required string Id { get; init; }

    /// <summary>The kind of command.</summary>
    public required string Kind { get; init; }

    /// <summary>Its status.</summary>
    public required string Status { get; init; }

    /// <summary>The reason.</summary>
    public required string Reason { get; init; }

    /// <summary>The number of cards it concerns, or of dockets for retention; 0 when it concerns a closure.</summary>
    public required int Cards { get; init; }

    /// <summary>The key it concerns; absent otherwise.</summary>
    public string? KeyId { get; init; }

    /// <summary>The closure it concerns; absent otherwise.</summary>
    public ApprovalClosureView? Closure { get; init; }

    /// <summary>The docket to erase; absent otherwise.</summary>
    public string? CardholderId { get; init; }

    /// <summary>The report of retention to release; absent otherwise.</summary>
    public string? ReportId { get; init; }

    /// <summary>Who requested it, as an opaque ID.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>When it was requested.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When the request expires.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Who approved it, as an opaque ID; absent until approved.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>When it was approved.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>The progress.</summary>
    public required ApprovalProgressView Progress { get; init; }

    internal static ApprovalView Of(Approval approval) => new()
    {
        Id = approval.Id,
        Kind = approval.Kind,
        Status = Names.Of(approval.Status),
        Reason = approval.Reason,
        Cards = approval.Closure is null ? approval.Cards : 0,
        KeyId = approval.KeyId,
        Closure = approval.Closure is { } closure ? new(closure.PlaceKind, closure.PlaceId, closure.Id, approval.Cards) : null,
        CardholderId = approval.Docket?.ToString(),
        ReportId = approval.Report,
        RequestedBy = approval.RequestedBy.Id,
        RequestedAt = approval.RequestedAt,
        ExpiresAt = approval.ExpiresAt,
        ApprovedBy = approval.ApprovedBy?.Id,
        ApprovedAt = approval.ApprovedAt,
        Progress = new(
            approval.Progress.Done, approval.Progress.Revoked, approval.Progress.Already, approval.Progress.Refused, approval.Progress.Unknown, approval.Progress.Killed),
    };
}

/// <summary>The closure that an approval concerns.</summary>
/// <param name="Place">The kind of place: office or court.</param>
/// <param name="PlaceId">The place.</param>
/// <param name="ClosureId">The closure, which the place's closures show.</param>
/// <param name="Dates">The number of dates in its preview.</param>
public sealed record ApprovalClosureView(string Place, string PlaceId, string ClosureId, int Dates);

/// <summary>The progress of an approved command, counted in cards, or in dockets for retention.</summary>
/// <param name="Done">Processed.</param>
/// <param name="Revoked">Revoked by this command.</param>
/// <param name="Already">Already revoked.</param>
/// <param name="Refused">Not revocable in their status.</param>
/// <param name="Unknown">Unknown.</param>
/// <param name="Killed">Invalidated by the withdrawal of their key.</param>
public sealed record ApprovalProgressView(int Done, int Revoked, int Already, int Refused, int Unknown, int Killed);

/// <summary>A page of approvals.</summary>
/// <param name="Approvals">The approvals, oldest first.</param>
/// <param name="Next">The token for the next page.</param>
public sealed record ApprovalsView(IReadOnlyList<ApprovalView> Approvals, string? Next);
