using System.Text.RegularExpressions;
using SecureDocket.Infrastructure.Tests.Plans;

namespace SecureDocket.Infrastructure.Tests.Types;

/// <summary>Holds values against shapes.</summary>
internal static class ShapeCheck
{
    /// <summary>What is wrong with a value, each fault with the path of its place.</summary>
    public static IEnumerable<string> Faults(Value value, Shape shape, string path = "")
    {
        switch (value, shape)
        {
            case (OneOf several, _):
                return several.Values.SelectMany(alternative => Faults(alternative, shape, path)).Distinct();
            case (_, AnyShape) or (FunctionValue, _):
                return [];
            case (Unknown unknown, _):
                return MayBe(unknown.Shape, shape) ? [] : [$"{At(path)} takes {Describe(shape)}, not {Describe(unknown.Shape)}"];
            case (_, UnionShape union):
                return UnionFaults(value, union, path);
            case (_, OnlyShape only):
                return value is Known known && Equals(known.Content, only.Content) ? [] : [$"{At(path)} takes {Describe(shape)}, not {Describe(value)}"];
            case (Known { Content: string text }, TextShape limits):
                return TextFaults(text, limits, path);
            case (Known { Content: long number }, WholeShape limits):
                return number < limits.Min || number > limits.Max ? [$"{At(path)} takes {Describe(shape)}, not {number}"] : [];
            case (Known { Content: bool }, TruthShape):
                return [];
            case (ListValue list, ListShape limits):
                return (list.Items.Count < limits.MinLength || list.Items.Count > limits.MaxLength ? [$"{At(path)} has {list.Items.Count} items, more or fewer than it takes"] : Array.Empty<string>())
                    .Concat(list.Items.SelectMany((item, i) => Faults(item, limits.Item(), $"{path}[{i}]")));
            case (ObjectValue properties, ObjectShape wanted):
                return ObjectFaults(properties, wanted, path);
            case (ObjectValue properties, ChoiceShape choice):
                return ChoiceFaults(properties, choice, path);
            default:
                return [$"{At(path)} takes {Describe(shape)}, not {Describe(value)}"];
        }
    }

    private static List<string> UnionFaults(Value value, UnionShape union, string path)
    {
        List<List<string>> found = [.. union.Elements.Select(element => Faults(value, element, path).ToList())];
        if (found.Any(faults => faults.Count == 0))
        {
            return [];
        }

        // An object that fits none is told by what keeps it from fitting the nearest.
        return value is ObjectValue && union.Elements.OfType<ObjectShape>().Any()
            ? found.Where((_, i) => union.Elements[i] is ObjectShape).MinBy(faults => faults.Count)!
            : [$"{At(path)} takes {Describe(union)}, not {Describe(value)}"];
    }

    private static IEnumerable<string> TextFaults(string text, TextShape limits, string path)
    {
        if (text.Length < limits.MinLength || text.Length > limits.MaxLength)
        {
            yield return $"{At(path)} takes {Describe(limits)}, not '{text}'";
        }

        if (limits.Pattern is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)))
        {
            yield return $"{At(path)} must match {pattern}, and '{text}' does not";
        }
    }

    private static IEnumerable<string> ObjectFaults(ObjectValue value, ObjectShape shape, string path)
    {
        foreach (var (name, property) in shape.Properties)
        {
            if (property.IsRequired && !property.IsReadOnly && (!value.Properties.TryGetValue(name, out var set) || set is Known { Content: null }))
            {
                yield return $"{At(Join(path, name))} is missing";
            }
        }

        foreach (var (name, given) in value.Properties.Where(property => property.Value is not Known { Content: null }))
        {
            // Null is the same as leaving it out.
            var set = given is OneOf several ? new OneOf([.. several.Alternatives.Where(alternative => alternative is not Known { Content: null })]) : given;
            if (shape.Properties.TryGetValue(name, out var property))
            {
                if (property.IsReadOnly)
                {
                    yield return $"{At(Join(path, name))} is read-only";
                    continue;
                }

                foreach (var fault in Faults(set, property.Shape, Join(path, name)))
                {
                    yield return fault;
                }
            }
            else if (shape.Others?.Invoke() is not { } others)
            {
                yield return $"{At(Join(path, name))} is unknown to {shape.Name}";
            }
            else
            {
                foreach (var fault in Faults(set, others, Join(path, name)))
                {
                    yield return fault;
                }
            }
        }
    }

    private static IEnumerable<string> ChoiceFaults(ObjectValue value, ChoiceShape choice, string path)
    {
        var tells = value.Properties.GetValueOrDefault(choice.Discriminator);
        return tells switch
        {
            Known { Content: string kind } when choice.Elements.TryGetValue(kind, out var element) => ObjectFaults(value, element(), path),
            Unknown => [],
            null => [$"{At(Join(path, choice.Discriminator))} is missing"],
            _ => [$"{At(Join(path, choice.Discriminator))} takes {string.Join(" or ", choice.Elements.Keys.Select(key => $"'{key}'"))}, not {Describe(tells)}"],
        };
    }

    // A value that is not known yet fits where its kind does.
    private static bool MayBe(Shape given, Shape wanted) => (given, wanted) switch
    {
        (AnyShape, _) or (_, AnyShape) => true,
        (UnionShape union, _) => union.Elements.Any(element => MayBe(element, wanted)),
        (_, UnionShape union) => union.Elements.Any(element => MayBe(given, element)),
        (OnlyShape one, OnlyShape other) => Equals(one.Content, other.Content),
        (TextShape, OnlyShape { Content: string }) or (OnlyShape { Content: string }, TextShape) => true,
        (WholeShape, OnlyShape { Content: long }) or (OnlyShape { Content: long }, WholeShape) => true,
        (TruthShape, OnlyShape { Content: bool }) or (OnlyShape { Content: bool }, TruthShape) => true,
        (ObjectShape or ChoiceShape, ObjectShape or ChoiceShape) => true,
        (ListShape one, ListShape other) => MayBe(one.Item(), other.Item()),
        _ => given.GetType() == wanted.GetType(),
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string At(string path) => path.Length == 0 ? "the value" : path;

    private static string Describe(Value value) => value switch
    {
        Known { Content: string text } => $"'{text}'",
        Known { Content: null } => "null",
        Known known => known.Text,
        ObjectValue => "an object",
        ListValue => "an array",
        ResourceValue => "a resource",
        ModuleValue => "a module",
        _ => value.Text,
    };

    private static string Describe(Shape shape) => shape switch
    {
        TextShape { MinLength: { } min, MaxLength: { } max } => $"a string of {min} to {max} characters",
        TextShape { MinLength: { } min } => $"a string of {min} or more characters",
        TextShape { MaxLength: { } max } => $"a string of at most {max} characters",
        TextShape => "a string",
        TruthShape => "true or false",
        WholeShape { Min: null, Max: null } => "a whole number",
        WholeShape range => $"a whole number {(range.Min is { } min ? $"from {min} " : "")}{(range.Max is { } max ? $"to {max}" : "up")}",
        OnlyShape { Content: string text } => $"'{text}'",
        OnlyShape { Content: null } => "null",
        OnlyShape only => only.Content!.ToString()!,
        ListShape => "an array",
        ObjectShape or ChoiceShape => "an object",
        UnionShape union => string.Join(" or ", union.Elements.Select(Describe)),
        _ => "anything",
    };
}
