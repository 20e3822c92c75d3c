using System.Globalization;
using System.Text.Json;

namespace SecureDocket.Infrastructure.Tests.Types;

/// <summary>The type definitions of ARM's resources, public data beside the repository.</summary>
internal sealed class ArmTypes
{
    private const int Required = 1;
    private const int ReadOnly = 2;

    private readonly Dictionary<string, Lazy<Shape>> _bodies = new(StringComparer.OrdinalIgnoreCase);

    private ArmTypes(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "types.json", SearchOption.AllDirectories))
        {
            var file = new TypeFile(JsonDocument.Parse(File.ReadAllBytes(path)).RootElement);
            foreach (var (name, body) in file.Resources())
            {
                _bodies.Add(name, new Lazy<Shape>(() => file.At(body)));
            }
        }
    }

    /// <summary>The definitions, or null where they are not here.</summary>
    public static ArmTypes? Here { get; } = Shared.Find("arm-types") is { } folder ? new ArmTypes(folder) : null;

    /// <summary>The shape of a resource's body.</summary>
    /// <param name="type">Its type with API version.</param>
    public Shape? Find(string type) => _bodies.GetValueOrDefault(type)?.Value;

    private sealed class TypeFile(JsonElement types)
    {
        private readonly Shape?[] _known = new Shape?[types.GetArrayLength()];

        public IEnumerable<(string Name, int Body)> Resources() => types.EnumerateArray()
            .Where(type => type.GetProperty("$type").GetString() == "ResourceType" && type.GetProperty("writableScopes").GetInt32() != 0)
            .Select(type => (type.GetProperty("name").GetString()!, Reference(type.GetProperty("body"))));

        public Shape At(int index) => _known[index] ??= Read(types[index]);

        private static int Reference(JsonElement reference) =>
            int.Parse(reference.GetProperty("$ref").GetString()!.AsSpan(2), CultureInfo.InvariantCulture);

        private static long? Limit(JsonElement type, string name) => type.TryGetProperty(name, out var limit) ? limit.GetInt64() : null;

        private Func<Shape> Later(JsonElement reference)
        {
            var index = Reference(reference);
            return () => At(index);
        }

        private Shape Read(JsonElement type) => type.GetProperty("$type").GetString() switch
        {
            "StringType" => new TextShape(Limit(type, "minLength"), Limit(type, "maxLength"), type.TryGetProperty("pattern", out var pattern) ? pattern.GetString() : null),
            "StringLiteralType" => new OnlyShape(type.GetProperty("value").GetString()),
            "IntegerType" => new WholeShape(Limit(type, "minValue"), Limit(type, "maxValue")),
            "BooleanType" => Shape.Truth,
            "AnyType" => Shape.Any,
            "ArrayType" => new ListShape(Later(type.GetProperty("itemType")), Limit(type, "minLength"), Limit(type, "maxLength")),
            "UnionType" => new UnionShape([.. type.GetProperty("elements").EnumerateArray().Select(element => At(Reference(element)))]),
            "ObjectType" => ReadObject(type, []),
            "DiscriminatedObjectType" => ReadChoice(type),
            var other => throw new InvalidOperationException($"A {other} is not known to the checks."),
        };

        private ObjectShape ReadObject(JsonElement type, IEnumerable<KeyValuePair<string, PropertyShape>> more) => new(
            type.GetProperty("name").GetString()!,
            Properties(type.GetProperty("properties")).Concat(more).DistinctBy(property => property.Key).ToDictionary(),
            type.TryGetProperty("additionalProperties", out var others) ? Later(others) : null);

        private ChoiceShape ReadChoice(JsonElement type)
        {
            var common = Properties(type.GetProperty("baseProperties")).ToList();
            return new ChoiceShape(
                type.GetProperty("name").GetString()!,
                type.GetProperty("discriminator").GetString()!,
                type.GetProperty("elements").EnumerateObject().ToDictionary(element => element.Name, element =>
                {
                    var index = Reference(element.Value);
                    return (Func<ObjectShape>)(() => ReadObject(types[index], common));
                }));
        }

        private IEnumerable<KeyValuePair<string, PropertyShape>> Properties(JsonElement properties)
        {
            foreach (var property in properties.EnumerateObject())
            {
                var flags = property.Value.GetProperty("flags").GetInt32();
                yield return new(property.Name, new PropertyShape(Later(property.Value.GetProperty("type")), (flags & Required) != 0, (flags & ReadOnly) != 0));
            }
        }
    }
}
