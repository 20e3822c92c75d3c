using System.Text.Json.Serialization;

namespace SecureDocket.Approvals;

/// <summary>A command so consequential that one administrator requests it and another approves it.</summary>
public sealed record Approval
{
    /// <summary>How long a request can be approved.</summary>
    public static readonly TimeSpan OpenFor = TimeSpan.FromHours(1);

    /// <summary>The ID; IDs sort by the time of the request.</summary>
    public required string Id { get; init; }

    /// <summary>The command, from <see cref="ApprovalKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The recorded status; use <see cref="AsOf"/> for the current one.</summary>
    public required ApprovalStatus Status { get; init; }

    /// <summary>The reason, in the codes of its kind.</summary>
    public required string Reason { get; init; }

    /// <summary>The number of cards; for a key, the number it was chosen to sign, some of which may have left since.</summary>
    public required int Cards { get; init; }

    /// <summary>The ID of the key to withdraw, as cards name it; null when the command is about cards.</summary>
    public string? KeyId { get; init; }

    /// <summary>The closure to announce; null when the command is about none. <see cref="Cards"/> is then the number of its dates.</summary>
    public ApprovalClosure? Closure { get; init; }

    /// <summary>The docket to erase; null for other commands.</summary>
    public CardholderId? Docket { get; init; }

    /// <summary>The report of retention to release; null for other commands. <see cref="Cards"/> is then the number of its dockets.</summary>
    public string? Report { get; init; }

    /// <summary>Who requested it.</summary>
    public required Actor RequestedBy { get; init; }

    /// <summary>When it was requested.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When it can no longer be approved.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The operation of the request; the operation on each card is derived from it.</summary>
    public required string Operation { get; init; }

    /// <summary>Who approved it; null until approved.</summary>
    public Actor? ApprovedBy { get; init; }

    /// <summary>When it was approved.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>The progress so far.</summary>
    public ApprovalProgress Progress { get; init; } = new();

    /// <summary>The approval as of a moment: one that was not approved in time is expired.</summary>
    public Approval AsOf(DateTimeOffset now) => Status == ApprovalStatus.Pending && now >= ExpiresAt
        ? this with { Status = ApprovalStatus.Expired }
        : this;
}

/// <summary>The closure that an approval is about.</summary>
/// <param name="PlaceKind"><c>office</c> or <c>court</c>.</param>
/// <param name="PlaceId">The place.</param>
/// <param name="Id">The closure.</param>
public sealed record ApprovalClosure(string PlaceKind, string PlaceId, string Id);

/// <summary>The commands that need an approval. A kind is never renamed.</summary>
public static class ApprovalKinds
{
    /// <summary>Revoke many cards.</summary>
    public const string BulkRevocation = "bulk-revocation";

    /// <summary>Withdraw a signing key, and put every card that it signed out of force.</summary>
    public const string KeyWithdrawal = "key-withdrawal";

    /// <summary>Close an office or a court although people have dates there.</summary>
    public const string Closure = "closure";

    /// <summary>A docket is erased.</summary>
    public const string Erasure = "erasure";

    /// <summary>What a report of retention lists is disposed of.</summary>
    public const string Retention = "retention";
}

/// <summary>The status of an approval. It only moves forward.</summary>
public enum ApprovalStatus
{
    /// <summary>It is waiting for another administrator.</summary>
    Pending,

    /// <summary>It was approved and is being carried out.</summary>
    Approved,

    /// <summary>It has been carried out.</summary>
    Finished,

    /// <summary>It was not approved in time.</summary>
    Expired,
}

/// <summary>The progress of an approved command.</summary>
public sealed record ApprovalProgress
{
    /// <summary>The number of cards processed, those whose dockets cannot be read left out; for retention, of dockets.</summary>
    public int Done { get; init; }

    /// <summary>The number of cards that this command revoked.</summary>
    public int Revoked { get; init; }

    /// <summary>The number of cards that were already revoked.</summary>
    public int Already { get; init; }

    /// <summary>The number of cards whose status does not allow revocation; for retention, of dockets left as they are.</summary>
    public int Refused { get; init; }

    /// <summary>The number of cards, or for retention of dockets, that are not on record.</summary>
    public int Unknown { get; init; }

    /// <summary>The number of cards in force that went out of force with their key.</summary>
    public int Killed { get; init; }

    /// <summary>Where to continue, when things are not processed by position.</summary>
    public string? Cursor { get; init; }

    /// <summary>The positions of the cards whose dockets could not be read, in order; null if there are none. They are tried again until they can be.</summary>
    public IReadOnlyList<int>? Unread { get; init; }

    /// <summary>The same, never null.</summary>
    [JsonIgnore]
    public IReadOnlyList<int> Waiting => Unread ?? [];

    /// <summary>Whether nothing is left to do.</summary>
    public bool Finished { get; init; }
}
