using SecureDocket.Approvals;

namespace SecureDocket.Functions.Approvals;

/// <summary>A command that one administrator asks for and another approves.</summary>
public sealed record ApprovalView
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>What is to be done.</summary>
    public required string Kind { get; init; }

    /// <summary>How far it came.</summary>
    public required string Status { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>How many cards it is about.</summary>
    public required int Cards { get; init; }

    /// <summary>The key that it is about; absent when it is about cards.</summary>
    public string? KeyId { get; init; }

    /// <summary>Who asked, as an opaque id.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>From when it can no longer be approved.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Who approved, as an opaque id; absent while nobody has.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>What has been done.</summary>
    public required ApprovalProgressView Progress { get; init; }

    internal static ApprovalView Of(Approval approval) => new()
    {
        Id = approval.Id,
        Kind = approval.Kind,
        Status = Names.Of(approval.Status),
        Reason = approval.Reason,
        Cards = approval.Cards,
        KeyId = approval.KeyId,
        RequestedBy = approval.RequestedBy.Id,
        RequestedAt = approval.RequestedAt,
        ExpiresAt = approval.ExpiresAt,
        ApprovedBy = approval.ApprovedBy?.Id,
        ApprovedAt = approval.ApprovedAt,
        Progress = new(
            approval.Progress.Done, approval.Progress.Revoked, approval.Progress.Already, approval.Progress.Refused, approval.Progress.Unknown, approval.Progress.Killed),
    };
}

/// <summary>What has been done of an approved command, in cards.</summary>
/// <param name="Done">Gone through.</param>
/// <param name="Revoked">Revoked by it.</param>
/// <param name="Already">Revoked before.</param>
/// <param name="Refused">In a state that is not revoked from.</param>
/// <param name="Unknown">On no record.</param>
/// <param name="Killed">In force until their key was withdrawn.</param>
public sealed record ApprovalProgressView(int Done, int Revoked, int Already, int Refused, int Unknown, int Killed);

/// <summary>A page of approvals.</summary>
/// <param name="Approvals">The approvals, oldest first.</param>
/// <param name="Next">The token of the next page.</param>
public sealed record ApprovalsView(IReadOnlyList<ApprovalView> Approvals, string? Next);
