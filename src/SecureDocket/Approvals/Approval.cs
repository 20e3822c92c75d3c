namespace SecureDocket.Approvals;

/// <summary>A command of such consequence that one administrator asks for it and another approves it.</summary>
public sealed record Approval
{
    /// <summary>How long an approval may be given.</summary>
    public static readonly TimeSpan OpenFor = TimeSpan.FromHours(1);

    /// <summary>Its id; ids sort by the time of the request.</summary>
    public required string Id { get; init; }

    /// <summary>What is to be done, from <see cref="ApprovalKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>How far it came; ask <see cref="AsOf"/>.</summary>
    public required ApprovalStatus Status { get; init; }

    /// <summary>Why, in the codes of its kind.</summary>
    public required string Reason { get; init; }

    /// <summary>How many cards it is about; of a key, how many it was chosen to sign, some of which may have left since.</summary>
    public required int Cards { get; init; }

    /// <summary>The key that it is about, as cards name it; null when it is about cards.</summary>
    public string? KeyId { get; init; }

    /// <summary>Who asked.</summary>
    public required Actor RequestedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>From when it can no longer be approved.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The operation that asked: what is done to each card is a part of it.</summary>
    public required string Operation { get; init; }

    /// <summary>Who approved; null while nobody has.</summary>
    public Actor? ApprovedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>What has been done.</summary>
    public ApprovalProgress Progress { get; init; } = new();

    /// <summary>The approval as time alone has made it: one that nobody gave in time is expired.</summary>
    public Approval AsOf(DateTimeOffset now) => Status == ApprovalStatus.Pending && now >= ExpiresAt
        ? this with { Status = ApprovalStatus.Expired }
        : this;
}

/// <summary>What can be asked for. A kind is never renamed.</summary>
public static class ApprovalKinds
{
    /// <summary>Revoke many cards.</summary>
    public const string BulkRevocation = "bulk-revocation";

    /// <summary>Put a signing key out of force, and every card with it.</summary>
    public const string KeyWithdrawal = "key-withdrawal";
}

/// <summary>How far an approval came. Only forward.</summary>
public enum ApprovalStatus
{
    /// <summary>Waits for another administrator.</summary>
    Pending,

    /// <summary>Being carried out.</summary>
    Approved,

    /// <summary>Carried out.</summary>
    Finished,

    /// <summary>Nobody approved it in time.</summary>
    Expired,
}

/// <summary>What has been done of an approved command.</summary>
public sealed record ApprovalProgress
{
    /// <summary>How many cards have been gone through.</summary>
    public int Done { get; init; }

    /// <summary>How many of them were revoked by it.</summary>
    public int Revoked { get; init; }

    /// <summary>How many were revoked before.</summary>
    public int Already { get; init; }

    /// <summary>How many are in a state that is not revoked from.</summary>
    public int Refused { get; init; }

    /// <summary>How many are on no record.</summary>
    public int Unknown { get; init; }

    /// <summary>How many cards in force went out of force with their key.</summary>
    public int Killed { get; init; }

    /// <summary>Where to go on, when cards are not counted through by number.</summary>
    public string? Cursor { get; init; }

    /// <summary>Whether nothing is left to do.</summary>
    public bool Finished { get; init; }
}
