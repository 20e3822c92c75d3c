using System.Text.Json.Serialization;

namespace SecureDocket;

/// <summary>The caller of a command or the reader of a docket: a role and an opaque ID from the token, never a name.</summary>
/// <param name="Role">The role that was used, e.g. <c>Enrollment.Officer</c>; <c>Public</c> for a caller without a token.</param>
/// <param name="Id">The object ID in the token, or the client ID of an application.</param>
public sealed record Actor(string Role, string Id)
{
    /// <summary>The role of a cardholder who reads their own docket.</summary>
    public const string CardholderRole = "Cardholder";

    /// <summary>The role of the system's own runs: timers, and events that it receives.</summary>
    public const string SystemRole = "System";

    /// <summary>Whether this is the system itself and no person or application.</summary>
    [JsonIgnore]
    public bool IsSystem => Role == SystemRole;

    /// <summary>
    /// Whether the dockets of protected people are kept from this caller: an officer or auditor without the role that opens them. It belongs to
    /// the token of one request and is never stored.
    /// </summary>
    [JsonIgnore]
    public bool IsKeptFromProtected { get; init; }

    /// <summary>Whether this is a cardholder other than the one of this docket.</summary>
    internal bool IsAnotherCardholder(CardholderId id) => Role == CardholderRole && Id != id.ToString();

    /// <summary>A caller without a token.</summary>
    public static Actor Public { get; } = new("Public", "-");

    /// <summary>A run of the system.</summary>
    /// <param name="run">What runs, e.g. <c>SendDueReminders</c>.</param>
    public static Actor System(string run) => new(SystemRole, run);

    /// <summary>The cardholder, signed in to the portal.</summary>
    public static Actor Cardholder(CardholderId id) => new(CardholderRole, id.ToString());
}
