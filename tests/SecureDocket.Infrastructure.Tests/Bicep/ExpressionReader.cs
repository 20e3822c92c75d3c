using System.Globalization;
using System.Text;

namespace SecureDocket.Infrastructure.Tests.Bicep;

/// <summary>Reads expressions from the syntax tree.</summary>
internal static class ExpressionReader
{
    private static readonly HashSet<string> Punctuation = ["(", ")", "[", "]", "{", "}", ",", ":", ".", ".?", "?", "!", "::", "=>", "=", "for", "in", "if", "'", "'''", "${"];

    public static Expression Read(Syntax node) => node.Type switch
    {
        "string" => ReadString(node),
        "number" => new Constant(long.Parse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), node),
        "boolean" => new Constant(node.Text == "true", node),
        "null" => new Constant(null, node),
        "identifier" or "property_identifier" or "compatible_identifier" => new Name(node.Text, node),
        "parenthesized_expression" => new Grouped(Read(Parts(node).Single()), node),
        "array" => ReadArray(node),
        "object" => ReadObject(node),
        "unary_expression" => new Unary(node["operator"]!.Text, Read(node["argument"]!), node),
        "nullable_type" => Read(Parts(node).Single()),
        "member_expression" => After(Read(node["object"]!), of => new Member(of, node["property"]!.Text, node.First(".?") is not null, node)),
        "subscript_expression" => After(Read(node["object"]!), of => new Item(of, Read(node["index"]!), node.First("?") is not null, node)),
        "resource_expression" => After(Read(node["object"]!), of => new Child(of, node["resource"]!.Text, node)),
        "binary_expression" => Outward(Read(node["left"]!), left => new Binary(node["operator"]!.Text, left, Read(node["right"]!), node)),
        "ternary_expression" => Outward(Read(node["condition"]!), condition => new Conditional(condition, Read(node["consequence"]!), Read(node["alternative"]!), node)),
        "call_expression" => ReadCall(node),
        "lambda_expression" => ReadLambda(node),
        "for_statement" => ReadLoop(node),
        "if_statement" => new Guarded(Read(Parts(node).First()), Read(Parts(node).Last()), node),
        _ => throw new InvalidOperationException($"{node.Type} is no expression: {node.Text}"),
    };

    /// <summary>A string that may have no holes.</summary>
    public static string ReadText(Syntax node) =>
        Read(node) is Constant { Content: string text } ? text : throw new InvalidOperationException($"{node.Text} must be a plain string.");

    public static Call ReadCall(Syntax node)
    {
        var arguments = node["arguments"] ?? node.First("arguments")!;

        // sys.guid() and az.subscription() are the same functions as without the namespace.
        var function = node["function"]!;
        var name = function.Type == "member_expression" && function["object"]!.Text is "sys" or "az" ? function["property"]!.Text : function.Text;
        return new Call(name.Split('.')[^1], [.. Parts(arguments).Select(Read)], node);
    }

    private static IEnumerable<Syntax> Parts(Syntax node) => node.Children.Where(child => !Punctuation.Contains(child.Type));

    // The grammar takes `a ? b : c.d` for the d of a conditional, and `x => x.d` for the d of a lambda: it binds what follows too
    // late. What the language means is the d of the last operand, unless there are parentheses.
    private static Expression After(Expression first, Func<Expression, Expression> whole) => first switch
    {
        Lambda lambda => lambda with { Body = After(lambda.Body, whole) },
        Conditional conditional => conditional with { Else = After(conditional.Else, whole) },
        Binary binary => binary with { Right = After(binary.Right, whole) },
        Unary unary => unary with { Operand = After(unary.Operand, whole) },
        _ => whole(first),
    };

    // The same with `x => x == 1`: the operation is the lambda's body.
    private static Expression Outward(Expression first, Func<Expression, Expression> whole) =>
        first is Lambda lambda ? lambda with { Body = Outward(lambda.Body, whole) } : whole(first);

    private static Lambda ReadLambda(Syntax node)
    {
        var parts = Parts(node).ToList();
        var parameters = parts[0].Type == "identifier" ? [parts[0].Text] : parts[0].All().Where(part => part.Type == "identifier").Select(part => part.Text);
        return new Lambda([.. parameters], Read(parts[^1]), node);
    }

    private static Loop ReadLoop(Syntax node)
    {
        var names = node.First("for_loop_parameters");
        var item = names?.First("loop_variable")!.Text ?? node["initializer"]!.Text;
        var parts = Parts(node).Where(part => part.Field is not "initializer" && part.Type != "for_loop_parameters").ToList();
        return new Loop(item, names?.First("loop_enumerator")!.Text, Read(parts[0]), Read(parts[^1]), node);
    }

    // Within an array the grammar takes `x[0].y` for two items, x and [0].y. No two items touch in the language.
    private static ArrayExpression ReadArray(Syntax node)
    {
        List<Expression> items = [];
        var end = -1;
        foreach (var part in Parts(node))
        {
            if (part.Start == end)
            {
                items[^1] = Continue(part, items[^1]);
            }
            else
            {
                items.Add(Read(part));
            }

            end = part.End;
        }

        return new ArrayExpression(items, node);
    }

    private static Expression Continue(Syntax node, Expression before) => node.Type switch
    {
        "array" => After(before, of => new Item(of, Read(Parts(node).Single()), false, node)),
        "nullable_type" => Continue(Parts(node).Single(), before),
        "member_expression" => After(Continue(node["object"]!, before), of => new Member(of, node["property"]!.Text, node.First(".?") is not null, node)),
        "subscript_expression" => After(Continue(node["object"]!, before), of => new Item(of, Read(node["index"]!), node.First("?") is not null, node)),
        _ => throw new InvalidOperationException($"{node.Text} cannot follow {before.At.Text}."),
    };

    private static ObjectExpression ReadObject(Syntax node)
    {
        List<Property> properties = [];
        List<Declaration> children = [];
        IReadOnlyList<Call> decorators = [];
        foreach (var part in Parts(node))
        {
            if (part.Type == "decorators")
            {
                decorators = DeclarationReader.ReadDecorators(part);
            }
            else if (part.Children is [{ Type: "resource_declaration" } child])
            {
                children.Add(DeclarationReader.ReadResource(child, decorators));
                decorators = [];
            }
            else
            {
                var name = part.Children[0];
                properties.Add(new Property(name.Type == "string" ? Read(name) : new Constant(name.Text, name), Read(part.Children[^1]), part));
                decorators = [];
            }
        }

        return new ObjectExpression(properties, children, node);
    }

    private static Expression ReadString(Syntax node)
    {
        if (node.Text.StartsWith("'''", StringComparison.Ordinal))
        {
            var text = node.Text[3..^3];
            return new Constant(text.StartsWith("\r\n", StringComparison.Ordinal) ? text[2..] : text.StartsWith('\n') ? text[1..] : text, node);
        }

        List<Expression> parts = [];
        var from = node.Start + 1;
        foreach (var hole in node.Children.Where(child => child.Type == "interpolation"))
        {
            parts.Add(new Constant(Unescape(node.Source[from..hole.Start]), node));
            parts.Add(Read(Parts(hole).Single()));
            from = hole.End;
        }

        var rest = new Constant(Unescape(node.Source[from..(node.End - 1)]), node);
        return parts.Count == 0 ? rest : new Interpolation([.. parts, rest], node);
    }

    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                plain.Append(text[i]);
                continue;
            }

            switch (text[++i])
            {
                case 'n': plain.Append('\n'); break;
                case 'r': plain.Append('\r'); break;
                case 't': plain.Append('\t'); break;
                case 'u':
                    var end = text.IndexOf('}', i);
                    plain.Append(char.ConvertFromUtf32(int.Parse(text.AsSpan(i + 2, end - i - 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
                    i = end;
                    break;
                default: plain.Append(text[i]); break;
            }
        }

        return plain.ToString();
    }
}
