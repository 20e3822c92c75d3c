using System.Text.Json;

namespace SecureDocket.Infrastructure.Tests.Bicep;

/// <summary>What a deployment would make, evaluated by the compiler. What Azure alone knows stands there as an expression in brackets.</summary>
internal sealed class Deployment
{
    private readonly IReadOnlyList<string> _tokens;

    /// <param name="snapshot">What the compiler says, as JSON.</param>
    public Deployment(string snapshot)
    {
        Text = snapshot;
        Resources = [.. JsonDocument.Parse(snapshot).RootElement.GetProperty("predictedResources").EnumerateArray().Select(body => new Resource(body))];
        _tokens = [.. Of("Microsoft.Web/serverfarms").Select(plan => plan.Name["plan-".Length..])];
    }

    /// <summary>All of it, as JSON.</summary>
    public string Text { get; }

    public IReadOnlyList<Resource> Resources { get; }

    public IEnumerable<Resource> Of(string type) => Resources.Where(resource => resource.Type == type);

    /// <summary>A name with something else for the part that makes it unique in Azure.</summary>
    public string Shorten(string name, string instead = "") => _tokens.Aggregate(name, (text, token) =>
        text.Replace(instead.Length == 0 ? $"-{token}" : token, instead, StringComparison.Ordinal).Replace(token, instead, StringComparison.Ordinal));
}

/// <summary>One resource of a deployment.</summary>
/// <param name="Body">All that is said of it.</param>
internal sealed record Resource(JsonElement Body)
{
    public string Id => Text("id");

    /// <summary>Its full type, without API version.</summary>
    public string Type => Text("type");

    /// <summary>Its name after the names of its parents, separated by slashes.</summary>
    public string Name => Text("name");

    /// <summary>Its own name alone.</summary>
    public string OwnName => Name[(Name.LastIndexOf('/') + 1)..];

    /// <summary>The value at a path of property names; undefined where there is none.</summary>
    public JsonElement At(params string[] path) =>
        path.Aggregate(Body, (element, name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default);

    /// <summary>The value at a path as text; empty where there is none.</summary>
    public string Text(params string[] path) => At(path).ToString();
}
