namespace SecureDocket;

/// <summary>The caller of a command or the reader of a docket: a role and an opaque ID from the token, never a name.</summary>
/// <param name="Role">The role that was used, e.g. <c>Enrollment.Officer</c>; <c>Public</c> for a caller without a token.</param>
/// <param name="Id">The object ID in the token, or the client ID of an application.</param>
public sealed record Actor(string Role, string Id)
{
    /// <summary>The role of a cardholder who reads their own docket.</summary>
    public const string CardholderRole = "Cardholder";

    /// <summary>Whether this is a cardholder other than the one of this docket.</summary>
    internal bool IsAnotherCardholder(CardholderId id) => Role == CardholderRole && Id != id.ToString();

    /// <summary>A caller without a token.</summary>
    public static Actor Public { get; } = new("Public", "-");

    /// <summary>The cardholder, signed in to the portal.</summary>
    public static Actor Cardholder(CardholderId id) => new(CardholderRole, id.ToString());
}
