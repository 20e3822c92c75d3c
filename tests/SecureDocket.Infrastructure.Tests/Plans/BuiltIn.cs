using System.Globalization;
using System.Text.RegularExpressions;
using SecureDocket.Infrastructure.Tests.Types;

namespace SecureDocket.Infrastructure.Tests.Plans;

/// <summary>The functions of the Bicep language: carried out on what is known, else a value of the kind that they give.</summary>
internal static class BuiltIn
{
    private static readonly HashSet<string> OfText =
    [
        "base64", "base64ToString", "cidrHost", "cidrSubnet", "dateTimeAdd", "dateTimeFromEpoch", "extensionResourceId", "format", "guid", "join",
        "managementGroupResourceId", "newGuid", "padLeft", "replace", "resourceId", "string", "subscriptionResourceId", "substring", "take", "tenantResourceId",
        "toLower", "toUpper", "trim", "uniqueString", "uri", "uriComponent", "utcNow",
    ];

    private static readonly HashSet<string> OfTruth = ["bool", "contains", "empty", "endsWith", "startsWith"];
    private static readonly HashSet<string> OfNumber = ["dateTimeToEpoch", "indexOf", "int", "lastIndexOf", "length", "max", "min"];
    private static readonly HashSet<string> OfList = ["array", "concat", "filter", "flatten", "items", "map", "objectKeys", "range", "sort", "split", "pickZones"];
    private static readonly HashSet<string> OfAnything = ["any", "coalesce", "first", "intersection", "json", "last", "reduce", "shallowMerge", "skip", "toObject", "union"];

    /// <returns>The value, or null where there is no such function.</returns>
    public static Value? Call(string name, IReadOnlyList<Value> given) => Carried(name, given)
        ?? (OfText.Contains(name) ? new Unknown(Shape.Text, Described(name, given))
        : OfTruth.Contains(name) ? new Unknown(Shape.Truth, $"<{name}>")
        : OfNumber.Contains(name) ? new Unknown(Shape.Whole, $"<{name}>")
        : OfList.Contains(name) ? new Unknown(Shape.List, $"<{name}>")
        : OfAnything.Contains(name) ? new Unknown(Shape.Any, $"<{name}>")
        : null);

    // What is made of a name keeps its name, so that two that are made alike compare alike.
    private static string Described(string name, IReadOnlyList<Value> given) => name switch
    {
        "toLower" or "toUpper" or "take" or "trim" or "substring" or "replace" => given[0].Text,
        "format" => Filled(given),
        "subscriptionResourceId" or "resourceId" or "tenantResourceId" => $"/{string.Join('/', given.Select(part => part.Text))}",
        _ => $"<{name}>",
    };

    private static string Filled(IReadOnlyList<Value> given) =>
        Regex.Replace(given[0].Text, @"\{(\d+)[^}]*\}", match => given[1 + int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)].Text);

    private static Value? Carried(string name, IReadOnlyList<Value> given)
    {
        var texts = given.Select(value => value.AsText).ToList();
        switch (name)
        {
            case "any":
                return given[0];
            case "toLower" when texts[0] is { } text:
                return Value.Of(text.ToLowerInvariant());
            case "toUpper" when texts[0] is { } text:
                return Value.Of(text.ToUpperInvariant());
            case "trim" when texts[0] is { } text:
                return Value.Of(text.Trim());
            case "replace" when texts is [{ } text, { } old, { } other]:
                return Value.Of(text.Replace(old, other, StringComparison.Ordinal));
            case "split" when texts is [{ } text, { } separator]:
                return new ListValue([.. text.Split(separator).Select(Value.Of)]);
            case "startsWith" when texts is [{ } text, { } start]:
                return Value.Of(text.StartsWith(start, StringComparison.OrdinalIgnoreCase));
            case "endsWith" when texts is [{ } text, { } end]:
                return Value.Of(text.EndsWith(end, StringComparison.OrdinalIgnoreCase));
            case "take" when texts[0] is { } text && given[1] is Known { Content: long count }:
                return Value.Of(text[..(int)Math.Min(count, text.Length)]);
            case "substring" when texts[0] is { } text && given is [_, Known { Content: long from }, Known { Content: long count }]:
                return Value.Of(text.Substring((int)from, (int)count));
            case "string" when given[0] is Known known:
                return Value.Of(known.Text);
            case "string" when given[0] is Unknown unknown:
                return new Unknown(Shape.Text, unknown.Text);
            case "int" when texts[0] is { } text && long.TryParse(text, CultureInfo.InvariantCulture, out var number):
                return Value.Of(number);
            case "int" when given[0] is Known { Content: long }:
                return given[0];
            case "bool" when texts[0] is { } text:
                return Value.Of(string.Equals(text, "true", StringComparison.OrdinalIgnoreCase));
            case "json" when texts[0] is { } text:
                return text.Contains('.', StringComparison.Ordinal) && double.TryParse(text, CultureInfo.InvariantCulture, out _) ? new Unknown(Shape.Any, text) : JsonValues.Read(text);
            case "format" when given.All(value => value is Known):
                return Value.Of(Filled(given));
            case "join" when given[0] is ListValue list:
                var joined = string.Join(given[1].Text, list.Items.Select(item => item.Text));
                return list.Items.All(item => item is Known) ? Value.Of(joined) : new Unknown(Shape.Text, joined);
            case "empty":
                return given[0] switch
                {
                    Known { Content: null or "" } => Value.Of(true),
                    Known => Value.Of(false),
                    ListValue list => Value.Of(list.Items.Count == 0),
                    ObjectValue known => Value.Of(known.Properties.Count == 0),
                    _ => null,
                };
            case "length":
                return given[0] switch
                {
                    Known { Content: string text } => Value.Of((long)text.Length),
                    ListValue list => Value.Of((long)list.Items.Count),
                    ObjectValue known => Value.Of((long)known.Properties.Count),
                    _ => null,
                };
            case "contains":
                return (given[0], given[1]) switch
                {
                    (Known { Content: string text }, Known { Content: string part }) => Value.Of(text.Contains(part, StringComparison.OrdinalIgnoreCase)),
                    (ListValue list, Known item) when list.Items.All(one => one is Known) => Value.Of(list.Items.Contains(item)),
                    (ObjectValue known, Known { Content: string key }) => Value.Of(known.Properties.ContainsKey(key)),
                    _ => null,
                };
            case "first" when given[0] is ListValue list:
                return list.Items.Count == 0 ? Value.Null : list.Items[0];
            case "last" when given[0] is ListValue list:
                return list.Items.Count == 0 ? Value.Null : list.Items[^1];
            case "take" when given is [ListValue list, Known { Content: long count }]:
                return new ListValue([.. list.Items.Take((int)count)]);
            case "skip" when given is [ListValue list, Known { Content: long count }]:
                return new ListValue([.. list.Items.Skip((int)count)]);
            case "range" when given is [Known { Content: long from }, Known { Content: long count }]:
                return new ListValue([.. Enumerable.Range((int)from, (int)count).Select(i => Value.Of((long)i))]);
            case "min" or "max" when given.All(value => value is Known { Content: long }):
                var numbers = given.Select(value => (long)((Known)value).Content!);
                return Value.Of(name == "min" ? numbers.Min() : numbers.Max());
            case "concat" when given.All(value => value is ListValue):
                return new ListValue([.. given.Cast<ListValue>().SelectMany(list => list.Items)]);
            case "concat" when given.All(value => value is Known):
                return Value.Of(string.Concat(given.Select(value => value.Text)));
            case "flatten" when given[0] is ListValue lists && lists.Items.All(item => item is ListValue):
                return new ListValue([.. lists.Items.Cast<ListValue>().SelectMany(list => list.Items)]);
            case "union" when given.All(value => value is ListValue):
                return new ListValue([.. given.Cast<ListValue>().SelectMany(list => list.Items).Distinct()]);
            case "union" or "shallowMerge" when given.All(value => value is ObjectValue):
                return given.Cast<ObjectValue>().Aggregate((one, other) => Merged(one, other, name == "union"));
            case "shallowMerge" when given[0] is ListValue list && list.Items.All(item => item is ObjectValue):
                return list.Items.Cast<ObjectValue>().Aggregate(new ObjectValue(new Dictionary<string, Value>()), (one, other) => Merged(one, other, false));
            case "coalesce":
                return given.FirstOrDefault(value => value is not Known { Content: null }) ?? Value.Null;
            case "map" when given is [ListValue list, FunctionValue body]:
                return new ListValue([.. list.Items.Select(item => body.Body([item]))]);
            case "filter" when given is [ListValue list, FunctionValue body]:
                return new ListValue([.. list.Items.Where(item => body.Body([item]) is not Known { Content: false })]);
            case "reduce" when given is [ListValue list, var start, FunctionValue body]:
                return list.Items.Aggregate(start, (sum, item) => body.Body([sum, item]));
            case "toObject" when given is [ListValue list, FunctionValue key, ..]:
                return new ObjectValue(list.Items.ToDictionary(item => key.Body([item]).Text, item => given.Count > 2 ? ((FunctionValue)given[2]).Body([item]) : item));
            case "items" when given[0] is ObjectValue known:
                return new ListValue([.. known.Properties.OrderBy(property => property.Key, StringComparer.Ordinal).Select(property =>
                    new ObjectValue(new Dictionary<string, Value> { ["key"] = Value.Of(property.Key), ["value"] = property.Value }))]);
            case "objectKeys" when given[0] is ObjectValue known:
                return new ListValue([.. known.Properties.Keys.Order(StringComparer.Ordinal).Select(Value.Of)]);
            case "resourceGroup":
                return Told(name, "id", "name", "location");
            case "subscription":
                return Told(name, "id", "subscriptionId", "tenantId", "displayName");
            case "tenant":
                return Told(name, "tenantId");
            case "deployment":
                return Told(name, "name", "location");
            case "deployer":
                return Told(name, "objectId", "tenantId", "userPrincipalName");
            case "environment":
                var suffixes = Told("environment", "storage", "keyvaultDns", "sqlServerHostname", "acrLoginServer");
                var authentication = Told("environment", "loginEndpoint", "tenant", "identityProvider");
                return new ObjectValue(new Dictionary<string, Value>(Told(name, "name", "resourceManager", "portal").Properties) { ["suffixes"] = suffixes, ["authentication"] = authentication });
            default:
                return null;
        }
    }

    private static ObjectValue Told(string function, params string[] properties) =>
        new(properties.ToDictionary(property => property, Value (property) => new Unknown(Shape.Text, $"<{function}.{property}>")));

    private static ObjectValue Merged(ObjectValue one, ObjectValue other, bool isDeep)
    {
        var properties = new Dictionary<string, Value>(one.Properties);
        foreach (var (name, value) in other.Properties)
        {
            properties[name] = isDeep && properties.GetValueOrDefault(name) is ObjectValue inner && value is ObjectValue added ? Merged(inner, added, true) : value;
        }

        return new ObjectValue(properties);
    }
}
