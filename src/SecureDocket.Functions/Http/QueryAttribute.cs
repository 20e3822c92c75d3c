namespace SecureDocket.Functions.Http;

/// <summary>Names the query parameters that a function of the API reads; without it, it reads none. Any other is refused, as unknown members of a body are.</summary>
/// <param name="names">The parameters.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class QueryAttribute(params string[] names) : Attribute
{
    /// <summary>The parameters, as they are spelled.</summary>
    public IReadOnlyList<string> Names { get; } = names;
}
