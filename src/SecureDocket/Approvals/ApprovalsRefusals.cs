namespace SecureDocket.Approvals;

/// <summary>The refusals about approvals.</summary>
internal static class ApprovalsRefusals
{
    public static Refusal OwnRequest { get; } = new("four-eyes", "You requested this; another administrator must approve it.");

    public static Refusal Expired { get; } = new("approval-expired", "This was not approved within an hour; request it again.");

    public static Refusal Status(ApprovalStatus status) => new("approval-status", $"Another administrator has already approved this; its status is {status}.");
}
