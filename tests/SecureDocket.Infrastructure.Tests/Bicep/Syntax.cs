using System.Text.Json;

namespace SecureDocket.Infrastructure.Tests.Bicep;

/// <summary>One node of the syntax tree that the grammar makes of a Bicep file.</summary>
/// <param name="Type">The grammar's name of the node; an unnamed node's is its text.</param>
/// <param name="Field">The role in which its parent holds it, where the grammar names one.</param>
/// <param name="Start">Where its text begins, in characters.</param>
/// <param name="End">Where its text ends.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="IsMissing">Whether the grammar wanted it and it is not there.</param>
/// <param name="Children">What it consists of, comments left out.</param>
/// <param name="Source">The whole text.</param>
internal sealed record Syntax(string Type, string? Field, int Start, int End, int Line, bool IsMissing, IReadOnlyList<Syntax> Children, string Source)
{
    public string Text => Source[Start..End];

    /// <summary>The child in a role.</summary>
    public Syntax? this[string field] => Children.FirstOrDefault(child => child.Field == field);

    /// <summary>The first child of a type.</summary>
    public Syntax? First(string type) => Children.FirstOrDefault(child => child.Type == type);

    /// <summary>This node and all below it.</summary>
    public IEnumerable<Syntax> All() => Children.SelectMany(child => child.All()).Prepend(this);

    /// <summary>The same file with this node's text replaced.</summary>
    public string Replaced(string text) => Source[..Start] + text + Source[End..];

    public static Syntax Read(JsonElement node, string source) => new(
        node.GetProperty("type").GetString()!,
        node.GetProperty("field").GetString(),
        node.GetProperty("start").GetInt32(),
        node.GetProperty("end").GetInt32(),
        node.GetProperty("line").GetInt32(),
        node.GetProperty("missing").GetBoolean(),
        [.. node.GetProperty("children").EnumerateArray().Select(child => Read(child, source)).Where(child => child.Type is not ("comment" or "diagnostic_comment"))],
        source);
}
