namespace SecureDocket.Functions.Access;

/// <summary>Declares who may call an HTTP function. A function without this attribute answers 403 to everyone.</summary>
/// <param name="roles">The roles, one of which a caller needs.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AccessAttribute(params string[] roles) : Attribute
{
    /// <summary>The roles, one of which a caller needs. A caller with several acts in the first of them.</summary>
    public IReadOnlyList<string> Roles { get; } = roles;

    /// <summary>Whether callers without a token are admitted. An invalid token is still refused, unless the function has no roles.</summary>
    public bool Public { get; init; }

    /// <summary>Whether only cardholders signed in to the portal are admitted. Such a page has no roles.</summary>
    public bool Cardholder { get; init; }
}
