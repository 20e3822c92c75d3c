namespace SecureDocket.Infrastructure.Tests.Bicep;

/// <summary>Reads a file's declarations from its syntax tree.</summary>
internal static class DeclarationReader
{
    public static IReadOnlyList<Declaration> Read(Syntax root)
    {
        List<Declaration> declarations = [];
        IReadOnlyList<Call> decorators = [];
        foreach (var node in root.Children)
        {
            switch (node.Type)
            {
                case "decorators":
                    decorators = ReadDecorators(node);
                    continue;
                case "parameter_declaration":
                    declarations.Add(new ParameterDeclaration(NameOf(node), decorators, node.First("type")!, After(node) is { } value ? ExpressionReader.Read(value) : null, node));
                    break;
                case "type_declaration":
                    declarations.Add(new TypeDeclaration(NameOf(node), decorators, After(node)!, node));
                    break;
                case "variable_declaration":
                    declarations.Add(new VariableDeclaration(NameOf(node), decorators, ExpressionReader.Read(After(node)!), node));
                    break;
                case "user_defined_function":
                    var parameters = node.First("parameters")!.Children.Where(child => child.Type == "parameter").Select(NameOf);
                    declarations.Add(new FunctionDeclaration(NameOf(node), decorators, [.. parameters], ExpressionReader.Read(node.Children[^1]), node));
                    break;
                case "resource_declaration":
                    declarations.Add(ReadResource(node, decorators));
                    break;
                case "module_declaration":
                    declarations.Add(new ModuleDeclaration(NameOf(node), decorators, ExpressionReader.ReadText(node.First("string")!), ExpressionReader.Read(After(node)!), node));
                    break;
                case "output_declaration":
                    declarations.Add(new OutputDeclaration(NameOf(node), decorators, node.First("type")!, ExpressionReader.Read(After(node)!), node));
                    break;
                case "import_functionality":
                    declarations.AddRange(ReadImports(node));
                    break;
                case "target_scope_assignment" or "metadata_declaration" or "using_statement":
                    break;
                default:
                    throw new InvalidOperationException($"Line {node.Line}: a {node.Type} is not known to the checks.");
            }

            decorators = [];
        }

        return declarations;
    }

    public static ResourceDeclaration ReadResource(Syntax node, IReadOnlyList<Call> decorators) => new(
        NameOf(node), decorators, ExpressionReader.ReadText(node.First("string")!), node.First("existing") is not null, ExpressionReader.Read(After(node)!), node);

    public static IReadOnlyList<Call> ReadDecorators(Syntax node) =>
        [.. node.Children.Where(child => child.Type == "decorator").Select(child => ExpressionReader.ReadCall(child.First("call_expression")!))];

    private static string NameOf(Syntax node) => (node["name"] ?? node.First("identifier") ?? node.First("compatible_identifier"))!.Text;

    private static Syntax? After(Syntax node) => node.Children.SkipWhile(child => child.Type != "=").Skip(1).FirstOrDefault();

    private static IEnumerable<ImportDeclaration> ReadImports(Syntax node)
    {
        var path = ExpressionReader.ReadText(node.First("string")!);
        if (node.First("*") is not null)
        {
            yield return new ImportDeclaration(node.First("identifier")!.Text, null, path, node);
            yield break;
        }

        var words = node.Children.SkipWhile(child => child.Type != "{").TakeWhile(child => child.Type != "}").ToList();
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Type == "identifier" && (i == 0 || words[i - 1].Type != "as"))
            {
                var isRenamed = i + 2 < words.Count && words[i + 1].Type == "as";
                yield return new ImportDeclaration(isRenamed ? words[i + 2].Text : words[i].Text, words[i].Text, path, node);
            }
        }
    }
}
