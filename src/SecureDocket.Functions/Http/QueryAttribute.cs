namespace SecureDocket.Functions.Http;

/// <summary>Declares the query parameters of an API function, which has none without this attribute. Other parameters are refused, like unknown properties of a body.</summary>
/// <param name="names">The parameters.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class QueryAttribute(params string[] names) : Attribute
{
    /// <summary>The names of the parameters.</summary>
    public IReadOnlyList<string> Names { get; } = names;
}
