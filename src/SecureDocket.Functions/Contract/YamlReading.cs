using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SecureDocket.Functions.Contract;

/// <summary>Reads YAML as JSON: quoted scalars are texts, plain ones what YAML's core schema makes of them (YAML 1.2.2, section 10.3).</summary>
public static partial class YamlReading
{
    /// <summary>The one document of a text, which is a mapping.</summary>
    /// <exception cref="NotSupportedException">Something has no JSON: another node than a scalar, sequence or mapping, or a number that is infinite or none.</exception>
    public static JsonObject Read(TextReader text)
    {
        var stream = new YamlStream();
        stream.Load(text);
        return Convert(stream.Documents.Single().RootNode)!.AsObject();
    }

    /// <summary>What the core schema makes of a plain scalar.</summary>
    public static JsonNode? Plain(string text) => text switch
    {
        "" or "null" or "Null" or "NULL" or "~" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when Whole().IsMatch(text) => JsonValue.Create(long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)),
        ['0', 'o', .. var digits] when Octal().IsMatch(digits) => JsonValue.Create(System.Convert.ToInt64(digits, 8)),
        ['0', 'x', .. var digits] when Hexadecimal().IsMatch(digits) => JsonValue.Create(long.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)),
        _ when Fraction().IsMatch(text) => JsonValue.Create(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
        _ when NoNumber().IsMatch(text) => throw new NotSupportedException($"{text} has no JSON."),
        _ => JsonValue.Create(text),
    };

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Convert(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Plain(plain.Value ?? ""),
        YamlScalarNode text => JsonValue.Create(text.Value),
        _ => throw new NotSupportedException($"{node.NodeType} at {node.Start} has no JSON."),
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
