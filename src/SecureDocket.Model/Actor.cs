namespace SecureDocket;

/// <summary>Who gives a command or reads a docket: a role and an opaque id from the token, never a name.</summary>
/// <param name="Role">The role that was used, e.g. <c>Enrollment.Officer</c>; <c>Public</c> for a caller without a token.</param>
/// <param name="Id">The token's object id, or the client id of an application.</param>
public sealed record Actor(string Role, string Id)
{
    /// <summary>The role of a cardholder who looks at their own docket.</summary>
    public const string CardholderRole = "Cardholder";

    /// <summary>Whether this is a cardholder, and not the one of this docket.</summary>
    internal bool IsAnotherCardholder(CardholderId id) => Role == CardholderRole && Id != id.ToString();

    /// <summary>A caller without a token.</summary>
    public static Actor Public { get; } = new("Public", "-");

    /// <summary>The person whose docket it is, signed in to the portal.</summary>
    public static Actor Cardholder(CardholderId id) => new(CardholderRole, id.ToString());
}
