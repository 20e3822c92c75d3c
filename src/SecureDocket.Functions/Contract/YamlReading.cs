using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SecureDocket.Functions.Contract;

/// <summary>Converts YAML to JSON. Quoted scalars become strings; plain ones follow the core schema (YAML 1.2.2, section 10.3).</summary>
public static partial class YamlReading
{
    /// <summary>Reads a text that contains one document, a mapping.</summary>
    /// <exception cref="NotSupportedException">
    /// The text has no JSON equivalent: a node other than a scalar, sequence or mapping, or a number that is infinite or NaN.
    /// </exception>
    public static JsonObject Read(TextReader text)
    {
        var stream = new YamlStream();
        stream.Load(text);
        return Convert(stream.Documents.Single().RootNode)!.AsObject();
    }

    /// <summary>Converts a plain scalar by the core schema.</summary>
    public static JsonNode? Plain(string text) => text switch
    {
        "" or "null" or "Null" or "NULL" or "~" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when Whole().IsMatch(text) => JsonValue.Create(long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)),
        ['0', 'o', .. var digits] when Octal().IsMatch(digits) => JsonValue.Create(System.Convert.ToInt64(digits, 8)),
        ['0', 'x', .. var digits] when Hexadecimal().IsMatch(digits) =>
            JsonValue.Create(long.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)),
        _ when Fraction().IsMatch(text) => JsonValue.Create(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
        _ when NoNumber().IsMatch(text) => throw new NotSupportedException($"{text} has no JSON equivalent."),
        _ => JsonValue.Create(text),
    };

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(
            map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Convert(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Plain(plain.Value ?? ""),
        YamlScalarNode text => JsonValue.Create(text.Value),
        _ => throw new NotSupportedException($"{node.NodeType} at {node.Start} has no JSON equivalent."),
    };

    [GeneratedRegex("^[-+]?[0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex("^[0-7]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Octal();

    [GeneratedRegex("^[0-9a-fA-F]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Fraction();

    [GeneratedRegex(@"^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$", RegexOptions.CultureInvariant)]
    private static partial Regex NoNumber();
}
