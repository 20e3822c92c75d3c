using System.Globalization;
using System.Text.Json.Nodes;

namespace SecureDocket.Functions.Tests.Contract;

/// <summary>Finds what a caller written for one contract would trip over in another. Additions are none of it.</summary>
internal sealed class ContractComparison(JsonObject before, JsonObject after)
{
    private static readonly HashSet<string> s_methods = ["get", "put", "post", "delete", "patch"];

    // Of a limit from below, a higher value is narrower; of one from above, a lower.
    private static readonly string[] s_lower = ["minimum", "minLength", "minItems"];
    private static readonly string[] s_upper = ["maximum", "maxLength", "maxItems"];

    // The guide tells callers to expect codes that they do not know.
    private static readonly string[] s_growing = ["ProblemCode", "ReasonCode", "Role", "code", "Approval.properties.kind", "JournalEvent.properties.kind", "Disclosure.properties.purpose"];

    private readonly SchemaCheck _before = new(before);
    private readonly SchemaCheck _after = new(after);
    private readonly List<string> _breaks = [];
    private readonly HashSet<string> _compared = [];

    /// <summary>Every break, each with the place; empty when there is none.</summary>
    public static IReadOnlyList<string> Breaks(JsonObject before, JsonObject after) => new ContractComparison(before, after).Compare();

    private List<string> Compare()
    {
        CompareProblems();
        foreach (var (path, item) in before["paths"]!.AsObject())
        {
            if (after["paths"]![path] is not JsonObject other)
            {
                _breaks.Add($"{path} is gone");
                continue;
            }

            foreach (var (method, operation) in item!.AsObject().Where(member => s_methods.Contains(member.Key)))
            {
                var at = $"{method.ToUpperInvariant()} {path}";
                if (other[method] is JsonObject successor)
                {
                    CompareOperation(operation!.AsObject(), successor, at);
                }
                else
                {
                    _breaks.Add($"{at} is gone");
                }
            }
        }

        return _breaks;
    }

    private void CompareProblems()
    {
        foreach (var (code, problem) in before["x-problems"]?.AsObject() ?? [])
        {
            foreach (var part in (string[])["status", "title"])
            {
                if (after["x-problems"]?[code]?[part] is { } now && !JsonNode.DeepEquals(now, problem![part]))
                {
                    _breaks.Add($"the problem {code} has another {part}");
                }
            }
        }
    }

    private void CompareOperation(JsonObject old, JsonObject now, string at)
    {
        Lost(Texts(old["x-roles"]), Texts(now["x-roles"]), role => $"{at} is closed to {role}");
        if (IsPublic(old, before) && !IsPublic(now, after))
        {
            _breaks.Add($"{at} needs a token");
        }

        CompareParameters(old, now, at);
        if (now["requestBody"] is { } body)
        {
            var (oldBody, newBody) = (old["requestBody"] is { } known ? _before.Resolve(known) : null, _after.Resolve(body));
            if (oldBody?["required"]?.GetValue<bool>() != true && newBody["required"]?.GetValue<bool>() == true)
            {
                _breaks.Add($"{at} needs a body");
            }

            CompareContents(oldBody?["content"], newBody["content"], $"{at} request", isRequest: true);
        }

        foreach (var (status, response) in old["responses"]!.AsObject())
        {
            if (now["responses"]![status] is { } successor)
            {
                var (was, becomes) = (_before.Resolve(response!), _after.Resolve(successor));
                Lost(Names(was["headers"]), Names(becomes["headers"]), name => $"{at} {status} comes without {name}");
                CompareContents(was["content"], becomes["content"], $"{at} {status}", isRequest: false);
            }
            // Who cannot be refused misses no refusal.
            else if (!(status is "401" or "403" && IsPublic(now, after) && !Texts(now["x-roles"]).Any()))
            {
                _breaks.Add($"{at} does not answer {status} any more");
            }
        }
    }

    private void CompareParameters(JsonObject old, JsonObject now, string at)
    {
        var (olds, news) = (Parameters(old, _before), Parameters(now, _after));
        Lost(olds.Keys, news.Keys, name => $"{at} has no parameter {name} any more");
        foreach (var (name, parameter) in news)
        {
            var known = olds.GetValueOrDefault(name);
            if (parameter["required"]?.GetValue<bool>() == true && known?["required"]?.GetValue<bool>() != true)
            {
                _breaks.Add($"{at} needs the parameter {name}");
            }

            if (known is not null)
            {
                CompareSchema(known["schema"]!, parameter["schema"]!, $"{at} {name}", isRequest: true);
            }
        }
    }

    private void CompareContents(JsonNode? old, JsonNode? now, string at, bool isRequest)
    {
        foreach (var (type, content) in old?.AsObject() ?? [])
        {
            if (now?[type] is not { } successor)
            {
                _breaks.Add($"{at} has no {type} any more");
            }
            else if (content!["schema"] is { } schema)
            {
                CompareSchema(schema, successor["schema"]!, at, isRequest);
            }
        }
    }

    private void CompareSchema(JsonNode old, JsonNode now, string at, bool isRequest)
    {
        var (was, becomes) = (_before.Resolve(old), _after.Resolve(now));
        if (!_compared.Add($"{isRequest} {was.GetPath()} {becomes.GetPath()}"))
        {
            return;
        }

        CompareTypes(was, becomes, at, isRequest);
        if (was["enum"] is { } words && becomes["enum"] is { } left)
        {
            Lost(words.AsArray().Select(Json), left.AsArray().Select(Json), word => $"{at} has no {word} any more");
        }

        if (isRequest)
        {
            CompareLimits(was, becomes, at);
            if (IsClosed(becomes) && !IsClosed(was))
            {
                _breaks.Add($"{at} takes no other members any more");
            }
        }
        else
        {
            ComparePromises(was, becomes, at);
        }

        CompareMembers(was, becomes, at, isRequest);
        if (was["items"] is { } items && becomes["items"] is { } others)
        {
            CompareSchema(items, others, $"{at}[]", isRequest);
        }

        var (ways, newWays) = (was["oneOf"]?.AsArray() ?? [], becomes["oneOf"]?.AsArray() ?? []);
        if (newWays.Count < ways.Count)
        {
            _breaks.Add($"{at} has fewer forms");
        }

        foreach (var (way, newWay) in ways.Zip(newWays))
        {
            CompareSchema(way!, newWay!, at, isRequest);
        }
    }

    private void CompareMembers(JsonObject was, JsonObject becomes, string at, bool isRequest)
    {
        var (members, newMembers) = (was["properties"]?.AsObject() ?? [], becomes["properties"]?.AsObject() ?? []);
        Lost(members.Select(member => member.Key), newMembers.Select(member => member.Key), name => $"{at}.{name} is gone");
        foreach (var (name, member) in members.Where(member => newMembers[member.Key] is not null))
        {
            CompareSchema(member!, newMembers[name]!, $"{at}.{name}", isRequest);
        }

        if (isRequest)
        {
            Lost(Texts(becomes["required"]), Texts(was["required"]), name => $"{at}.{name} is needed");
        }
        else
        {
            Lost(Texts(was["required"]), Texts(becomes["required"]), name => $"{at}.{name} may be absent");
        }
    }

    private void CompareTypes(JsonObject was, JsonObject becomes, string at, bool isRequest)
    {
        List<string> types = [.. Types(was)], newTypes = [.. Types(becomes)];

        // A caller may go on sending what it sent, and is prepared for no more than what it got.
        // No type at all is every type.
        var (narrower, wider) = isRequest ? (newTypes, types) : (types, newTypes);
        if (narrower.Count > 0 && (wider.Count == 0 || wider.Except(narrower).Any()))
        {
            _breaks.Add($"{at} is {Either(newTypes)} and was {Either(types)}");
        }
    }

    private void CompareLimits(JsonObject was, JsonObject becomes, string at)
    {
        foreach (var limit in s_lower.Concat(s_upper))
        {
            if (Number(becomes[limit]) is { } now && (Number(was[limit]) is not { } old || (s_lower.Contains(limit) ? now > old : now < old)))
            {
                _breaks.Add($"{at}: {limit} is narrower");
            }
        }

        foreach (var form in (string[])["pattern", "format"])
        {
            if (becomes[form] is { } now && !JsonNode.DeepEquals(now, was[form]))
            {
                _breaks.Add($"{at}: {form} is another");
            }
        }

        if (becomes["enum"] is not null && was["enum"] is null)
        {
            _breaks.Add($"{at}: only some values are left");
        }
    }

    /// <summary>What an answer promised of its values, and a caller may rest on.</summary>
    private void ComparePromises(JsonObject was, JsonObject becomes, string at)
    {
        foreach (var form in (string[])["pattern", "format"])
        {
            if (was[form] is { } promised && !JsonNode.DeepEquals(promised, becomes[form]))
            {
                _breaks.Add($"{at}: {form} is another");
            }
        }

        // Codes, names of roles, kinds of events and of commands to approve are told to grow; any other value is one that a caller must decide upon.
        if (was["enum"] is JsonArray words && !s_growing.Any(name => becomes.GetPath().EndsWith($".{name}", StringComparison.Ordinal)))
        {
            if (becomes["enum"] is not JsonArray more)
            {
                _breaks.Add($"{at}: any value may come");
            }
            else
            {
                Lost(more.Select(Json), words.Select(Json), word => $"{at} has the new value {word}");
            }
        }
    }

    private static bool IsClosed(JsonObject schema) => schema["additionalProperties"] is JsonValue value && value.TryGetValue<bool>(out var others) && !others;

    private static IEnumerable<string> Names(JsonNode? json) => json?.AsObject().Select(member => member.Key) ?? [];

    private static string Either(List<string> types) => types.Count == 0 ? "anything" : string.Join(" or ", types);

    private void Lost<T>(IEnumerable<T> before, IEnumerable<T> after, Func<T, string> say) => _breaks.AddRange(before.Except(after).Select(say));

    private static bool IsPublic(JsonObject operation, JsonObject document) =>
        (operation["security"] ?? document["security"])!.AsArray().Any(way => way!.AsObject().Count == 0);

    private static Dictionary<string, JsonObject> Parameters(JsonObject operation, SchemaCheck document) =>
        (operation["parameters"]?.AsArray() ?? []).Select(parameter => document.Resolve(parameter!)).ToDictionary(parameter => $"{parameter["in"]} {parameter["name"]}");

    private static IEnumerable<string> Types(JsonObject schema) => schema["type"] switch
    {
        null => [],
        JsonArray several => Texts(several),
        var one => [one.GetValue<string>()],
    };

    private static IEnumerable<string> Texts(JsonNode? list) => list?.AsArray().Select(one => one!.GetValue<string>()) ?? [];

    private static string Json(JsonNode? node) => node?.ToJsonString() ?? "null";

    private static double? Number(JsonNode? node) => node is null ? null : double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);
}
