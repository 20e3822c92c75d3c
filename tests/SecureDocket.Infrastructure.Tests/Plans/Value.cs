using System.Globalization;
using SecureDocket.Infrastructure.Tests.Types;

namespace SecureDocket.Infrastructure.Tests.Plans;

/// <summary>What an expression comes to, as far as that is known before a deployment.</summary>
internal abstract record Value
{
    public static Value Null { get; } = new Known(null);

    public static Value Of(object? content) => new Known(content);

    /// <summary>How it reads within a string; what only Azure knows stands between angle brackets.</summary>
    public virtual string Text => ToString();

    /// <summary>The string, where it is a known one.</summary>
    public string? AsText => this is Known { Content: string text } ? text : null;

    /// <summary>Its possible values.</summary>
    public IEnumerable<Value> Alternatives => this is OneOf several ? several.Values.SelectMany(value => value.Alternatives) : [this];
}

/// <summary>A string, a <see cref="long"/>, a truth value or null.</summary>
internal sealed record Known(object? Content) : Value
{
    public override string Text => Content switch
    {
        null => "",
        bool truth => truth ? "true" : "false",
        var other => Convert.ToString(other, CultureInfo.InvariantCulture)!,
    };
}

internal sealed record ObjectValue(IReadOnlyDictionary<string, Value> Properties) : Value
{
    public override string Text => "<object>";
}

internal sealed record ListValue(IReadOnlyList<Value> Items) : Value
{
    public override string Text => "<array>";
}

/// <summary>What only Azure knows.</summary>
/// <param name="Shape">What it will look like.</param>
/// <param name="Description">How it reads.</param>
/// <param name="Origin">The resource that tells it.</param>
internal sealed record Unknown(Shape Shape, string Description, PlannedResource? Origin = null) : Value
{
    public override string Text => Description;
}

/// <summary>One of several values, since the condition is not known.</summary>
internal sealed record OneOf(IReadOnlyList<Value> Values) : Value
{
    public override string Text => string.Join(" or ", Values.Select(value => value.Text));
}

internal sealed record ResourceValue(PlannedResource Resource) : Value
{
    public override string Text => Resource.FullName;
}

internal sealed record ModuleValue(PlannedModule Module) : Value
{
    public override string Text => Module.Path;
}

internal sealed record FunctionValue(Func<IReadOnlyList<Value>, Value> Body) : Value;
