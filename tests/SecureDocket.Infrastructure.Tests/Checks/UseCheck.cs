using SecureDocket.Infrastructure.Tests.Bicep;

namespace SecureDocket.Infrastructure.Tests.Checks;

/// <summary>Everything that is named is declared, everything that is declared is used and described, and every file is part of the whole.</summary>
internal static class UseCheck
{
    private static readonly HashSet<string> Ambient = ["sys", "az", "true", "false", "null", "any", "string", "int", "bool", "object", "array"];

    public static IEnumerable<string> Faults(BicepSources sources, string main = "main.bicep")
    {
        var imported = sources.Files.SelectMany(file => file.Of<ImportDeclaration>().Select(import => (Path: file.Resolve(import.Path), import.Original))).ToHashSet();
        var modules = sources.Files.SelectMany(file => file.Of<ModuleDeclaration>().Select(module => file.Resolve(module.Path))).ToHashSet();
        foreach (var file in sources.Files)
        {
            if (file.Path != main && !modules.Contains(file.Path) && !imported.Any(import => import.Path == file.Path))
            {
                yield return $"{file.Path}: is used by no other file";
            }

            var used = Used(file).ToList();
            foreach (var declaration in file.Declarations)
            {
                var isUsed = used.Any(name => name.Text == declaration.Name && !IsItsOwn(name, declaration))
                    || declaration is OutputDeclaration or ModuleDeclaration or ResourceDeclaration { IsExisting: false }
                    || declaration.Name == ParameterTests.TypeOfAStage
                    || (declaration.IsExported && imported.Any(import => import.Path == file.Path && (import.Original is null || import.Original == declaration.Name)));
                if (!isUsed)
                {
                    yield return $"{file.Path}:{declaration.At.Line}: {declaration.Name} is not used";
                }

                if (declaration is ParameterDeclaration or OutputDeclaration && declaration.Decorators.All(decorator => decorator.Function != "description"))
                {
                    yield return $"{file.Path}:{declaration.At.Line}: {declaration.Name} has no description";
                }
            }

            foreach (var twice in file.Declarations.Where(declaration => declaration is not OutputDeclaration).GroupBy(declaration => declaration.Name).Where(group => group.Count() > 1))
            {
                yield return $"{file.Path}:{twice.Last().At.Line}: {twice.Key} is declared twice";
            }

            var known = file.Declarations.Select(declaration => declaration.Name).Concat(Locals(file)).Concat(Ambient).ToHashSet();
            foreach (var name in used.Where(name => !known.Contains(name.Text)))
            {
                yield return $"{file.Path}:{name.Line}: {name.Text} is not declared";
            }
        }
    }

    /// <summary>The names that a file uses, but for those of properties, functions and declarations.</summary>
    private static IEnumerable<Syntax> Used(BicepFile file) => Used(file.Root);

    private static IEnumerable<Syntax> Used(Syntax node)
    {
        for (var i = 0; i < node.Children.Count; i++)
        {
            var child = node.Children[i];
            if (child.Type is not "identifier")
            {
                foreach (var name in Used(child))
                {
                    yield return name;
                }

                continue;
            }

            var isOnlyAName = (node.Type, i) switch
            {
                ("object_property", 0) or ("parameter", 0) => true,
                ("parameter_declaration" or "type_declaration" or "variable_declaration" or "resource_declaration" or "module_declaration" or "output_declaration" or "metadata_declaration" or "user_defined_function", 1) => true,
                ("import_functionality", _) => true,
                _ => false,
            };
            if (!isOnlyAName && !(node.Type == "call_expression" && child.Field == "function" && IsBuiltIn(child)) && child.Field != "resource")
            {
                yield return child;
            }
        }
    }

    private static bool IsBuiltIn(Syntax function) => !function.Source.Contains($"func {function.Text}(", StringComparison.Ordinal)
        && !function.Source.Contains($"func {function.Text} (", StringComparison.Ordinal);

    private static bool IsItsOwn(Syntax name, Declaration declaration) => name.Start >= declaration.At.Start && name.End <= declaration.At.End
        && declaration is not (TypeDeclaration or FunctionDeclaration);

    // What loops, lambdas and functions name; inside of them or not is left to the plan.
    private static IEnumerable<string> Locals(BicepFile file) => file.Root.All().SelectMany(node => node.Type switch
    {
        "for_statement" => node.Children.Where(child => child.Field == "initializer").Select(child => child.Text),
        "loop_variable" or "loop_enumerator" => [node.Text],
        "lambda_expression" => node.Children[0].All().Where(part => part.Type == "identifier").Select(part => part.Text),
        "parameter" => [node.Children[0].Text],
        "resource_declaration" => [node.Children[1].Text],
        _ => Enumerable.Empty<string>(),
    });
}
