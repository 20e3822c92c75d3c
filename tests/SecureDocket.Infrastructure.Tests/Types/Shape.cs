namespace SecureDocket.Infrastructure.Tests.Types;

/// <summary>What a value must look like: one model for ARM's type definitions and for the types that Bicep files declare.</summary>
internal abstract record Shape
{
    public static Shape Any { get; } = new AnyShape();

    public static Shape Text { get; } = new TextShape(null, null, null);

    public static Shape Truth { get; } = new TruthShape();

    public static Shape Whole { get; } = new WholeShape(null, null);

    public static Shape List { get; } = new ListShape(() => Any, null, null);

    /// <summary>The shape of a property, or null where there is none.</summary>
    public virtual Shape? Find(string property) => null;
}

internal sealed record AnyShape : Shape
{
    public override Shape? Find(string property) => this;
}

internal sealed record TextShape(long? MinLength, long? MaxLength, string? Pattern) : Shape;

internal sealed record TruthShape : Shape;

internal sealed record WholeShape(long? Min, long? Max) : Shape;

/// <summary>One value: a string, a <see cref="long"/>, a truth value or null.</summary>
internal sealed record OnlyShape(object? Content) : Shape;

internal sealed record ListShape(Func<Shape> Item, long? MinLength, long? MaxLength) : Shape;

/// <param name="Name">What errors call it.</param>
/// <param name="Properties">Its properties by name.</param>
/// <param name="Others">The shape of all other properties, or null where there are none.</param>
internal sealed record ObjectShape(string Name, IReadOnlyDictionary<string, PropertyShape> Properties, Func<Shape>? Others) : Shape
{
    public override Shape? Find(string property) => Properties.TryGetValue(property, out var known) ? known.Shape : Others?.Invoke();
}

internal sealed record PropertyShape(Func<Shape> Deferred, bool IsRequired, bool IsReadOnly)
{
    public Shape Shape => Deferred();
}

internal sealed record UnionShape(IReadOnlyList<Shape> Elements) : Shape
{
    public override Shape? Find(string property) => Elements.Select(element => element.Find(property)).FirstOrDefault(found => found is not null);
}

/// <summary>One of several objects, told apart by the value of one property.</summary>
internal sealed record ChoiceShape(string Name, string Discriminator, IReadOnlyDictionary<string, Func<ObjectShape>> Elements) : Shape
{
    public override Shape? Find(string property) =>
        Elements.Values.Select(element => element().Find(property)).FirstOrDefault(found => found is not null);
}
