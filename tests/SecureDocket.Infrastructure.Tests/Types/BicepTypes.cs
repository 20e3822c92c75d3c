using SecureDocket.Infrastructure.Tests.Bicep;

namespace SecureDocket.Infrastructure.Tests.Types;

/// <summary>Reads the types that Bicep files declare.</summary>
/// <param name="sources">Where imported types are.</param>
internal sealed class BicepTypes(BicepSources sources)
{
    /// <summary>The shape of a parameter or an output, with what its decorators add.</summary>
    public Shape Read(Syntax type, IReadOnlyList<Call> decorators, BicepFile file) => Limited(Read(type, file), decorators);

    private static Shape Limited(Shape shape, IReadOnlyList<Call> decorators)
    {
        long? Limit(string name) => decorators.FirstOrDefault(decorator => decorator.Function == name) is { Arguments: [Constant { Content: long limit }] } ? limit : null;
        if (decorators.FirstOrDefault(decorator => decorator.Function == "allowed") is { Arguments: [ArrayExpression allowed] })
        {
            var only = new UnionShape([.. allowed.Items.OfType<Constant>().Select(item => new OnlyShape(item.Content))]);
            return shape is ListShape ? new ListShape(() => only, Limit("minLength"), Limit("maxLength")) : only;
        }

        return shape switch
        {
            TextShape => new TextShape(Limit("minLength"), Limit("maxLength"), null),
            WholeShape => new WholeShape(Limit("minValue"), Limit("maxValue")),
            ListShape list => list with { MinLength = Limit("minLength"), MaxLength = Limit("maxLength") },
            UnionShape union => new UnionShape([.. union.Elements.Select(element => element is OnlyShape ? element : Limited(element, decorators))]),
            _ => shape,
        };
    }

    private Shape Read(Syntax node, BicepFile file) => node.Type switch
    {
        "type" or "parenthesized_type" => Read(Parts(node).Single(), file),
        "primitive_type" or "identifier" => Named(node.Text, file),
        "member_expression" => Imported(node["object"]!.Text, node["property"]!.Text, file),
        // The grammar takes the ends of a long union for an operation on strings.
        "union_type" or "binary_expression" => new UnionShape([.. Parts(node).Select(part => Read(part, file)).SelectMany(shape => shape is UnionShape union ? union.Elements : [shape])]),
        "nullable_type" => new UnionShape([Read(Parts(node).Single(), file), new OnlyShape(null)]),
        "array_type" => new ListShape(() => Read(Parts(node).First(), file), null, null),
        "object" => ReadObject(node, file),
        "string" or "number" or "boolean" or "null" or "unary_expression" => new OnlyShape(((Constant)ExpressionReader.Read(node)).Content),
        _ => throw new InvalidOperationException($"{file.Path}:{node.Line}: the type {node.Text} is not known to the checks."),
    };

    private static IEnumerable<Syntax> Parts(Syntax node) => node.Children.Where(child => child.Type is not ("(" or ")" or "[" or "]" or "|" or "?"));

    private Shape Named(string name, BicepFile file)
    {
        switch (name)
        {
            case "string": return Shape.Text;
            case "int": return Shape.Whole;
            case "bool": return Shape.Truth;
            case "array": return Shape.List;
            case "any": return Shape.Any;
            case "object": return new ObjectShape("object", new Dictionary<string, PropertyShape>(), () => Shape.Any);
        }

        return file.Declarations.FirstOrDefault(declaration => declaration.Name == name) switch
        {
            TypeDeclaration type => Limited(Read(type.Type, file), type.Decorators),
            ImportDeclaration { Original: { } original } import => Imported(import.Path, original, file, isPath: true),
            _ => throw new InvalidOperationException($"{file.Path}: the type {name} is not declared."),
        };
    }

    private Shape Imported(string from, string name, BicepFile file, bool isPath = false)
    {
        var path = isPath ? from : file.Of<ImportDeclaration>().First(import => import.Name == from && import.Original is null).Path;
        return Named(name, sources.Find(file.Resolve(path)) ?? throw new InvalidOperationException($"{file.Path}: there is no {path}."));
    }

    private ObjectShape ReadObject(Syntax node, BicepFile file)
    {
        Dictionary<string, PropertyShape> properties = [];
        Func<Shape>? others = null;
        IReadOnlyList<Call> decorators = [];
        foreach (var child in node.Children)
        {
            if (child.Type == "decorators")
            {
                decorators = DeclarationReader.ReadDecorators(child);
            }
            else if (child.Type == "object_property")
            {
                var (own, type) = (decorators, child.Children[^1]);
                decorators = [];
                if (child.Children[0].Type == "*")
                {
                    others = () => Read(type, own, file);
                    continue;
                }

                var name = child.Children[0].Type == "string" ? ExpressionReader.ReadText(child.Children[0]) : child.Children[0].Text;
                properties.Add(name, new PropertyShape(() => Read(type, own, file), type.Type != "nullable_type", false));
            }
        }

        return new ObjectShape("its type", properties, others);
    }
}
