using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecureDocket.Functions.Tests.Contract;

/// <summary>A strict checker of the JSON Schema that the document uses; a keyword that it does not know is a fault of the document.</summary>
/// <param name="document">Where references lead.</param>
internal sealed class SchemaCheck(JsonObject document)
{
    private static readonly HashSet<string> s_notes =
        ["description", "example", "examples", "pattern", "format", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "contentMediaType"];

    /// <summary>Every way in which <paramref name="value"/> is not what <paramref name="schema"/> says; empty when it is.</summary>
    public List<string> Faults(JsonNode? value, JsonNode schema)
    {
        List<string> faults = [];
        Check(value, schema.AsObject(), "$", faults);
        return faults;
    }

    /// <summary>What a reference leads to; the node itself when it is none.</summary>
    public JsonObject Resolve(JsonNode node)
    {
        var json = node.AsObject();
        if (json["$ref"]?.GetValue<string>() is not { } reference)
        {
            return json;
        }

        JsonNode? found = document;
        foreach (var step in reference.Split('/').Skip(1))
        {
            found = found?[step];
        }

        return found is null ? throw new InvalidOperationException($"{reference} leads nowhere.") : Resolve(found);
    }

    private void Check(JsonNode? value, JsonObject schema, string at, List<string> faults)
    {
        schema = Resolve(schema);
        foreach (var (keyword, rule) in schema)
        {
            switch (keyword)
            {
                case "type":
                    CheckType(value, rule!, at, faults);
                    break;
                case "enum" when !rule!.AsArray().Any(one => JsonNode.DeepEquals(one, value)):
                    faults.Add($"{at} is {value?.ToJsonString() ?? "null"}, which is none of {rule.ToJsonString()}.");
                    break;
                case "required" when value is JsonObject json:
                    faults.AddRange(rule!.AsArray().Select(name => name!.GetValue<string>())
                        .Where(name => !json.ContainsKey(name)).Select(name => $"{at}.{name} is missing."));
                    break;
                case "properties" when value is JsonObject json:
                    foreach (var (name, member) in json.Where(member => rule![member.Key] is not null))
                    {
                        Check(member, rule![name]!.AsObject(), $"{at}.{name}", faults);
                    }

                    break;
                case "additionalProperties" when value is JsonObject json && rule!.GetValue<bool>() == false:
                    faults.AddRange(json.Where(member => schema["properties"]?[member.Key] is null).Select(member => $"{at}.{member.Key} is not in the document."));
                    break;
                case "items" when value is JsonArray list:
                    for (var i = 0; i < list.Count; i++)
                    {
                        Check(list[i], rule!.AsObject(), $"{at}[{i}]", faults);
                    }

                    break;
                case "oneOf":
                    var fits = rule!.AsArray().Count(one => Faults(value, one!).Count == 0);
                    if (fits != 1)
                    {
                        faults.Add($"{at} fits {fits} of the alternatives.");
                    }

                    break;
                case "enum" or "required" or "properties" or "additionalProperties" or "items":
                    break;
                default:
                    if (!s_notes.Contains(keyword) && !keyword.StartsWith("x-", StringComparison.Ordinal))
                    {
                        faults.Add($"{at}: the checker does not know '{keyword}'.");
                    }

                    break;
            }
        }
    }

    private static void CheckType(JsonNode? value, JsonNode rule, string at, List<string> faults)
    {
        var allowed = rule is JsonArray several ? several.Select(one => one!.GetValue<string>()).ToList() : [rule.GetValue<string>()];
        var type = value?.GetValueKind() switch
        {
            null or JsonValueKind.Null => "null",
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => value!.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E') ? "number" : "integer",
            _ => "boolean",
        };
        if (!allowed.Contains(type))
        {
            faults.Add($"{at} is {type} and not {string.Join(" or ", allowed)}.");
        }
    }
}
