namespace SecureDocket.Functions.Access;

/// <summary>Who may call an HTTP function. A function without it answers 403 to everyone.</summary>
/// <param name="roles">The roles of which a caller needs one.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AccessAttribute(params string[] roles) : Attribute
{
    /// <summary>The roles of which a caller needs one, in the order in which a caller with several acts.</summary>
    public IReadOnlyList<string> Roles { get; } = roles;

    /// <summary>Whether a caller without a token is let in too. A bad token is refused all the same, unless there is no role to prove with it.</summary>
    public bool Public { get; init; }

    /// <summary>Whether a cardholder who is signed in to the portal is let in, and nobody else: such a page has no roles.</summary>
    public bool Cardholder { get; init; }
}
