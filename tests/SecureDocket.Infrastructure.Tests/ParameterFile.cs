using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SecureDocket.Infrastructure.Tests.Bicep;
using SecureDocket.Infrastructure.Tests.Plans;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>
/// Reads the parameter file as the Azure Developer CLI does: <c>${NAME}</c> and <c>${NAME=otherwise}</c> stand for an environment's
/// values, and become what the parameter takes where that is no string.
/// </summary>
internal static partial class ParameterFile
{
    /// <param name="json">The file's text.</param>
    /// <param name="main">The file whose parameters they are.</param>
    /// <param name="decided">The environment's values.</param>
    public static IReadOnlyDictionary<string, Value> Read(string json, BicepFile main, IReadOnlyDictionary<string, string> decided) =>
        JsonDocument.Parse(json).RootElement.GetProperty("parameters").EnumerateObject().ToDictionary(
            parameter => parameter.Name,
            parameter => Filled(parameter.Value.GetProperty("value"), main.Of<ParameterDeclaration>().FirstOrDefault(declared => declared.Name == parameter.Name)?.Type.Text, decided));

    /// <summary>The values that the file asks of an environment, and those that may be left out.</summary>
    public static IEnumerable<(string Name, bool IsOptional)> Asked(string json) =>
        Hole().Matches(json).Select(hole => (hole.Groups["name"].Value, hole.Groups["otherwise"].Success));

    private static Value Filled(JsonElement value, string? type, IReadOnlyDictionary<string, string> decided)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return JsonValues.Read(value);
        }

        var text = Hole().Replace(value.GetString()!, hole => decided.TryGetValue(hole.Groups["name"].Value, out var known) ? known : hole.Groups["otherwise"].Value);
        return type == "bool" && bool.TryParse(text, out var truth) ? Value.Of(truth)
            : type == "int" && long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? Value.Of(number)
            : Value.Of(text);
    }

    [GeneratedRegex(@"\$\{(?<name>\w+)(=(?<otherwise>[^}]*))?\}")]
    private static partial Regex Hole();
}
