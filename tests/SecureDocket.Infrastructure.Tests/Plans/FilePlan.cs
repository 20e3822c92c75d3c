using System.Collections.Immutable;
using SecureDocket.Infrastructure.Tests.Bicep;
using SecureDocket.Infrastructure.Tests.Types;

namespace SecureDocket.Infrastructure.Tests.Plans;

/// <summary>One file, evaluated with the arguments of one use.</summary>
internal sealed class FilePlan
{
    private static readonly string[] OnlyForBicep = ["parent", "scope", "dependsOn"];
    private static readonly ImmutableDictionary<string, Value> NoLocals = ImmutableDictionary<string, Value>.Empty;

    private readonly Plan _plan;
    private readonly BicepFile _file;
    private readonly IReadOnlyDictionary<string, Value> _arguments;
    private readonly string _group;
    private readonly Dictionary<string, Lazy<Value>> _symbols = [];
    private readonly HashSet<string> _underWay = [];

    /// <param name="plan">The deployment.</param>
    /// <param name="file">The file.</param>
    /// <param name="arguments">The values of its parameters.</param>
    /// <param name="place">Where it is used.</param>
    /// <param name="group">The resource group that it is deployed to; empty for the subscription.</param>
    public FilePlan(Plan plan, BicepFile file, IReadOnlyDictionary<string, Value> arguments, string place, string group)
    {
        (_plan, _file, _arguments, _group) = (plan, file, arguments, group);
        foreach (var declaration in file.Declarations.Where(declaration => declaration is not OutputDeclaration))
        {
            _symbols.TryAdd(declaration.Name, new Lazy<Value>(() => Evaluate(declaration)));
        }

        CheckArguments(place);
    }

    /// <summary>Evaluates everything.</summary>
    /// <returns>The outputs.</returns>
    public IReadOnlyDictionary<string, Lazy<Value>> Carry()
    {
        foreach (var symbol in _file.Declarations.Where(declaration => declaration is not (OutputDeclaration or TypeDeclaration or ImportDeclaration)))
        {
            _ = Symbol(symbol.Name, symbol.At);
        }

        Dictionary<string, Lazy<Value>> outputs = [];
        foreach (var output in _file.Of<OutputDeclaration>())
        {
            var value = Evaluate(output.Value, NoLocals);
            foreach (var fault in ShapeCheck.Faults(value, _plan.Types.Read(output.Type, output.Decorators, _file)))
            {
                Fault(output.At, $"output {output.Name}: {fault}");
            }

            outputs[output.Name] = new Lazy<Value>(value);
        }

        return outputs;
    }

    /// <summary>The value of a variable or function that another file imports.</summary>
    public Value Symbol(string name, Syntax at)
    {
        if (!_symbols.TryGetValue(name, out var symbol))
        {
            Fault(at, $"{name} is not declared");
            return new Unknown(Shape.Any, $"<{name}>");
        }

        if (!symbol.IsValueCreated && !_underWay.Add(name))
        {
            Fault(at, $"{name} depends on itself");
            return new Unknown(Shape.Any, $"<{name}>");
        }

        var value = symbol.Value;
        _underWay.Remove(name);
        return value;
    }

    private void Fault(Syntax at, string fault) => _plan.Fault($"{_file.Path}:{at.Line}: {fault}");

    private void CheckArguments(string place)
    {
        foreach (var name in _arguments.Keys.Where(name => _file.Of<ParameterDeclaration>().All(parameter => parameter.Name != name)))
        {
            _plan.Fault($"{place}: {_file.Path} has no parameter {name}");
        }

        foreach (var parameter in _file.Of<ParameterDeclaration>())
        {
            var shape = _plan.Types.Read(parameter.Type, parameter.Decorators, _file);
            if (!_arguments.TryGetValue(parameter.Name, out var argument) || argument is Known { Content: null })
            {
                if (parameter.Default is null && !ShapeAllowsNull(shape))
                {
                    _plan.Fault($"{place}: the parameter {parameter.Name} of {_file.Path} is missing");
                }

                continue;
            }

            foreach (var fault in ShapeCheck.Faults(argument, shape, parameter.Name))
            {
                _plan.Fault($"{place}: {fault}");
            }
        }
    }

    private static bool ShapeAllowsNull(Shape shape) => shape is UnionShape union && union.Elements.Any(element => element is OnlyShape { Content: null });

    private Value Evaluate(Declaration declaration) => declaration switch
    {
        ParameterDeclaration parameter => Argument(parameter),
        VariableDeclaration variable => Evaluate(variable.Value, NoLocals),
        FunctionDeclaration function => new FunctionValue(arguments =>
            Evaluate(function.Body, function.Parameters.Zip(arguments).ToImmutableDictionary(pair => pair.First, pair => pair.Second))),
        ImportDeclaration import => Import(import),
        ResourceDeclaration resource => Instances(resource.Body, NoLocals, (body, isDeployed, locals) => new ResourceValue(PlanResource(resource, body, isDeployed, locals, null))),
        ModuleDeclaration module => Instances(module.Body, NoLocals, (body, isDeployed, locals) => PlanModule(module, body, isDeployed, locals)),
        _ => new Unknown(Shape.Any, $"<{declaration.Name}>"),
    };

    private Value Argument(ParameterDeclaration parameter)
    {
        if (_arguments.TryGetValue(parameter.Name, out var argument) && argument is not Known { Content: null })
        {
            return argument;
        }

        var shape = _plan.Types.Read(parameter.Type, parameter.Decorators, _file);
        return parameter.Default is { } value ? Evaluate(value, NoLocals)
            : ShapeAllowsNull(shape) ? Value.Null
            : new Unknown(shape, $"<{parameter.Name}>");
    }

    private Value Import(ImportDeclaration import)
    {
        if (_plan.Sources.Find(_file.Resolve(import.Path)) is not { } file)
        {
            Fault(import.At, $"there is no {import.Path}");
            return new Unknown(Shape.Any, $"<{import.Name}>");
        }

        var other = new FilePlan(_plan, file, new Dictionary<string, Value>(), file.Path, _group);
        return import.Original is { } original
            ? file.Of<TypeDeclaration>().Any(type => type.Name == original) ? new Unknown(Shape.Any, $"<{original}>") : other.Symbol(original, import.At)
            : new ObjectValue(file.Declarations.Where(declaration => declaration.IsExported && declaration is not TypeDeclaration)
                .ToDictionary(declaration => declaration.Name, declaration => other.Symbol(declaration.Name, import.At)));
    }

    private Value Instances(Expression body, ImmutableDictionary<string, Value> locals, Func<ObjectExpression, bool, ImmutableDictionary<string, Value>, Value> plan)
    {
        switch (body)
        {
            case Loop loop:
                var items = Evaluate(loop.List, locals) is ListValue list ? list.Items : [new Unknown(Shape.Any, $"<{loop.Item}>")];
                return new ListValue([.. items.Select((item, i) => Instances(loop.Body, Within(loop, item, i, locals), plan))]);
            case Guarded guarded:
                return plan((ObjectExpression)guarded.Body, Evaluate(guarded.Condition, locals) is not Known { Content: false }, locals);
            default:
                return plan((ObjectExpression)body, true, locals);
        }
    }

    private static ImmutableDictionary<string, Value> Within(Loop loop, Value item, int index, ImmutableDictionary<string, Value> locals) =>
        loop.Index is null ? locals.SetItem(loop.Item, item) : locals.SetItem(loop.Item, item).SetItem(loop.Index, Value.Of((long)index));

    private PlannedResource PlanResource(ResourceDeclaration declaration, ObjectExpression body, bool isDeployed, ImmutableDictionary<string, Value> locals, PlannedResource? within)
    {
        var (type, version) = declaration.Type.Split('@') is [var first, var second] ? (first, second) : (declaration.Type, within?.ApiVersion ?? "");
        var parent = within ?? (body["parent"] is { } named ? Evaluate(named, locals) as ResourceValue : null)?.Resource;
        var scope = body["scope"] is { } extended ? Evaluate(extended, locals) : null;
        var resource = new PlannedResource
        {
            File = _file.Path,
            Symbol = declaration.Name,
            Line = declaration.At.Line,
            Type = within is null ? type : $"{within.Type}/{type}",
            ApiVersion = version,
            IsExisting = declaration.IsExisting,
            IsDeployed = isDeployed && (parent is null || parent.IsDeployed),
            Group = _group,
            Parent = parent,
            Scope = (scope as ResourceValue)?.Resource,
            NameValue = new Lazy<Value>(() => body["name"] is { } name ? Evaluate(name, locals) : new Unknown(Shape.Text, "<name>")),
            Body = new Lazy<ObjectValue>(() => Object(body, locals, OnlyForBicep)),
        };
        _plan.Add(resource);
        foreach (var child in body.Children.OfType<ResourceDeclaration>())
        {
            _children[(resource, child.Name)] = Instances(child.Body, locals, (inner, isChildDeployed, names) =>
                new ResourceValue(PlanResource(child, inner, isDeployed && isChildDeployed, names, resource)));
        }

        return resource;
    }

    private readonly Dictionary<(PlannedResource Parent, string Name), Value> _children = [];

    private ModuleValue PlanModule(ModuleDeclaration declaration, ObjectExpression body, bool isDeployed, ImmutableDictionary<string, Value> locals)
    {
        var place = $"{_file.Path}:{declaration.At.Line} {declaration.Name}";
        var path = _file.Resolve(declaration.Path);
        if (_plan.Sources.Find(path) is not { } file)
        {
            Fault(declaration.At, $"there is no {declaration.Path}");
            return new ModuleValue(new PlannedModule(path, place, false, new Dictionary<string, Lazy<Value>>()));
        }

        if (!isDeployed)
        {
            return new ModuleValue(new PlannedModule(path, place, false, file.Of<OutputDeclaration>().ToDictionary(
                output => output.Name, output => new Lazy<Value>(new Unknown(_plan.Types.Read(output.Type, output.Decorators, file), $"<{declaration.Name}.{output.Name}>")))));
        }

        var arguments = body["params"] is { } given ? Evaluate(given, locals) as ObjectValue : null;
        var group = body["scope"] is { } scope && Evaluate(scope, locals) is ResourceValue { Resource: var at } ? at.FullName : _group;
        if (file.TargetScope == "resourceGroup" && group.Length == 0)
        {
            Fault(declaration.At, $"{declaration.Name} is deployed to no resource group");
        }

        var outputs = new FilePlan(_plan, file, arguments?.Properties ?? new Dictionary<string, Value>(), place, group).Carry();
        return new ModuleValue(new PlannedModule(path, place, true, outputs));
    }

    private ObjectValue Object(ObjectExpression expression, ImmutableDictionary<string, Value> locals, string[] without)
    {
        Dictionary<string, Value> properties = [];
        foreach (var property in expression.Properties)
        {
            var name = Evaluate(property.Name, locals).Text;
            if (!without.Contains(name) && !properties.TryAdd(name, Evaluate(property.Value, locals)))
            {
                Fault(property.At, $"{name} is set twice");
            }
        }

        return new ObjectValue(properties);
    }

    private Value Evaluate(Expression expression, ImmutableDictionary<string, Value> locals)
    {
        switch (expression)
        {
            case Constant constant:
                return Value.Of(constant.Content);
            case Interpolation interpolation:
                var parts = interpolation.Parts.Select(part => Evaluate(part, locals)).ToList();
                var text = string.Concat(parts.Select(part => part.Text));
                return parts.All(part => part is Known) ? Value.Of(text) : new Unknown(Shape.Text, text);
            case Grouped grouped:
                return Evaluate(grouped.Inner, locals);
            case ArrayExpression array:
                return new ListValue([.. array.Items.Select(item => Evaluate(item, locals))]);
            case ObjectExpression properties:
                return Object(properties, locals, []);
            case Name name:
                return locals.TryGetValue(name.Symbol, out var local) ? local : Symbol(name.Symbol, name.At);
            case Member member:
                return Each(Evaluate(member.Of, locals), of => Read(of, member.Name, member));
            case Item item:
                var index = Evaluate(item.Index, locals);
                return Each(Evaluate(item.Of, locals), of => At(of, index, item));
            case Child child:
                return Evaluate(child.Of, locals) is ResourceValue { Resource: { } parent } && _children.TryGetValue((parent, child.Name), out var found) ? found : Missing(child.At, child.Name);
            case Lambda lambda:
                return new FunctionValue(arguments => Evaluate(lambda.Body, locals.SetItems(lambda.Parameters.Zip(arguments).Select(pair => KeyValuePair.Create(pair.First, pair.Second)))));
            case Conditional conditional:
                return Evaluate(conditional.Condition, locals) switch
                {
                    Known { Content: true } => Evaluate(conditional.Then, locals),
                    Known { Content: false } => Evaluate(conditional.Else, locals),
                    _ => new OneOf([Evaluate(conditional.Then, locals), Evaluate(conditional.Else, locals)]),
                };
            case Loop loop:
                return Evaluate(loop.List, locals) is ListValue list
                    ? new ListValue([.. list.Items.Select((item, i) => (item, i)).Where(pair => loop.Body is not Guarded guarded
                        || Evaluate(guarded.Condition, Within(loop, pair.item, pair.i, locals)) is not Known { Content: false })
                        .Select(pair => Evaluate(loop.Body is Guarded guarded ? guarded.Body : loop.Body, Within(loop, pair.item, pair.i, locals)))])
                    : new Unknown(Shape.List, "<array>");
            case Unary unary:
                return Operators.Apply(unary.Operator, Evaluate(unary.Operand, locals));
            case Binary { Operator: "??" } binary:
                var left = Evaluate(binary.Left, locals);
                return left is Known { Content: null } ? Evaluate(binary.Right, locals)
                    : left is Unknown { Shape: var shape } && ShapeAllowsNull(shape) ? new OneOf([left, Evaluate(binary.Right, locals)]) : left;
            case Binary { Operator: "&&" or "||" } binary:
                var one = Evaluate(binary.Left, locals);
                return one is Known { Content: bool truth } && truth == (binary.Operator == "||") ? one : Operators.Apply(binary.Operator, one, Evaluate(binary.Right, locals));
            case Binary binary:
                return Operators.Apply(binary.Operator, Evaluate(binary.Left, locals), Evaluate(binary.Right, locals));
            case Call call:
                return CallFunction(call, locals);
            default:
                throw new InvalidOperationException($"{_file.Path}:{expression.At.Line}: {expression.GetType().Name} cannot be evaluated here.");
        }
    }

    private Value CallFunction(Call call, ImmutableDictionary<string, Value> locals)
    {
        var arguments = call.Arguments.Select(argument => Evaluate(argument, locals)).ToList();
        if (_file.Declarations.Any(declaration => declaration.Name == call.Function && declaration is FunctionDeclaration or ImportDeclaration)
            && Symbol(call.Function, call.At) is FunctionValue own)
        {
            return own.Body(arguments);
        }

        if (call.Function is "loadTextContent" or "loadJsonContent")
        {
            var path = _file.Resolve(arguments[0].Text);
            if (!_plan.Sources.Texts.TryGetValue(path, out var text))
            {
                return Missing(call.At, path);
            }

            return call.Function == "loadTextContent" ? Value.Of(text) : JsonValues.Read(text);
        }

        if (BuiltIn.Call(call.Function, arguments) is { } value)
        {
            return value;
        }

        Fault(call.At, $"the function {call.Function} is not known to the checks");
        return new Unknown(Shape.Any, $"<{call.Function}>");
    }

    private static Value Each(Value value, Func<Value, Value> read) =>
        value is OneOf several ? new OneOf([.. several.Values.Select(one => Each(one, read))]) : read(value);

    private Value Read(Value of, string name, Member at)
    {
        switch (of)
        {
            case ObjectValue known:
                return known.Properties.TryGetValue(name, out var property) ? property : IsOptional(at) ? Value.Null : Missing(at.At, name);
            case ResourceValue { Resource: var resource }:
                return ReadResource(resource, name, at);
            case ModuleValue { Module: var module }:
                if (!module.IsDeployed)
                {
                    return IsOptional(at) ? Value.Null : NotDeployed(at.At, module.Place);
                }

                return name == "outputs" ? new ObjectValue(module.Outputs.ToDictionary(output => output.Key, output => output.Value.Value)) : new Unknown(Shape.Text, $"<{module.Path}.{name}>");
            case Unknown unknown:
                return unknown.Shape.Find(name) is { } shape
                    ? new Unknown(shape, $"<{unknown.Description.Trim('<', '>')}.{name}>", unknown.Origin)
                    : Missing(at.At, $"{unknown.Text}.{name}");
            case Known { Content: null } when IsOptional(at):
                return Value.Null;
            default:
                return Missing(at.At, name);
        }
    }

    private Value ReadResource(PlannedResource resource, string name, Member at)
    {
        switch (name)
        {
            case "name": return resource.Parent is null && resource.NameValue.Value.AsText is { } whole ? Value.Of(whole.Split('/')[^1]) : resource.NameValue.Value;
            case "id": return new Unknown(Shape.Text, $"<{resource.FullName}.id>", resource);
            case "type": return Value.Of(resource.Type);
            case "apiVersion": return Value.Of(resource.ApiVersion);
        }

        if (!resource.IsDeployed)
        {
            return IsOptional(at) ? Value.Null : NotDeployed(at.At, resource.Place);
        }

        var body = ArmTypes.Here?.Find($"{resource.Type}@{resource.ApiVersion}") ?? Shape.Any;
        return body.Find(name) is { } shape ? new Unknown(shape, $"<{resource.FullName}.{name}>", resource) : Missing(at.At, $"{resource.Type}.{name}");
    }

    private Value At(Value of, Value index, Item at) => (of, index) switch
    {
        (ListValue list, Known { Content: long i }) when i >= 0 && i < list.Items.Count => list.Items[(int)i],
        (ListValue, Known { Content: long }) => IsOptional(at) ? Value.Null : Missing(at.At, $"item {index.Text}"),
        (ObjectValue known, Known { Content: string name }) => known.Properties.TryGetValue(name, out var property) ? property : IsOptional(at) ? Value.Null : Missing(at.At, name),
        (ListValue { Items.Count: > 0 } list, _) => new OneOf(list.Items),
        (ObjectValue { Properties.Count: > 0 } known, _) => new OneOf([.. known.Properties.Values]),
        (Unknown { Shape: ListShape shape } unknown, _) => new Unknown(shape.Item(), $"<{unknown.Description.Trim('<', '>')}[{index.Text}]>", unknown.Origin),
        (Unknown unknown, Known { Content: string name }) when unknown.Shape.Find(name) is { } shape => new Unknown(shape, $"<{unknown.Description.Trim('<', '>')}.{name}>", unknown.Origin),
        (Unknown unknown, _) => new Unknown(Shape.Any, $"<{unknown.Description.Trim('<', '>')}[{index.Text}]>", unknown.Origin),
        (Known { Content: null }, _) when IsOptional(at) => Value.Null,
        _ => Missing(at.At, index.Text),
    };

    // One `.?` lets everything after it be absent as well.
    private static bool IsOptional(Expression expression) => expression switch
    {
        Member member => member.MayBeAbsent || IsOptional(member.Of),
        Item item => item.MayBeAbsent || IsOptional(item.Of),
        _ => false,
    };

    private Unknown Missing(Syntax at, string what)
    {
        Fault(at, $"there is no {what}");
        return new Unknown(Shape.Any, $"<{what}>");
    }

    private Unknown NotDeployed(Syntax at, string what)
    {
        Fault(at, $"reads from what is not deployed: {what}");
        return new Unknown(Shape.Any, "<nothing>");
    }
}
