namespace SecureDocket.Infrastructure.Tests.Bicep;

/// <summary>An expression of the Bicep language.</summary>
/// <param name="At">Where it stands.</param>
internal abstract record Expression(Syntax At);

/// <summary>A string without holes, a number (<see cref="long"/>), a truth value or null.</summary>
internal sealed record Constant(object? Content, Syntax At) : Expression(At);

/// <summary>A string with holes; every part is an expression.</summary>
internal sealed record Interpolation(IReadOnlyList<Expression> Parts, Syntax At) : Expression(At);

internal sealed record ArrayExpression(IReadOnlyList<Expression> Items, Syntax At) : Expression(At);

/// <summary>An object. A resource may hold the declarations of its children.</summary>
internal sealed record ObjectExpression(IReadOnlyList<Property> Properties, IReadOnlyList<Declaration> Children, Syntax At) : Expression(At)
{
    public Expression? this[string name] => Properties.FirstOrDefault(property => property.Name is Constant { Content: string known } && known == name)?.Value;
}

/// <summary>One property of an object; its name may have holes.</summary>
internal sealed record Property(Expression Name, Expression Value, Syntax At);

internal sealed record Name(string Symbol, Syntax At) : Expression(At);

/// <summary><c>of.name</c>, or <c>of.?name</c> where it may be absent.</summary>
internal sealed record Member(Expression Of, string Name, bool MayBeAbsent, Syntax At) : Expression(At);

/// <summary><c>of[at]</c>, or <c>of[?at]</c> where it may be absent.</summary>
internal sealed record Item(Expression Of, Expression Index, bool MayBeAbsent, Syntax At) : Expression(At);

/// <summary><c>of::name</c>: the child of a resource.</summary>
internal sealed record Child(Expression Of, string Name, Syntax At) : Expression(At);

internal sealed record Call(string Function, IReadOnlyList<Expression> Arguments, Syntax At) : Expression(At);

internal sealed record Unary(string Operator, Expression Operand, Syntax At) : Expression(At);

internal sealed record Binary(string Operator, Expression Left, Expression Right, Syntax At) : Expression(At);

internal sealed record Conditional(Expression Condition, Expression Then, Expression Else, Syntax At) : Expression(At);

internal sealed record Loop(string Item, string? Index, Expression List, Expression Body, Syntax At) : Expression(At);

/// <summary>What a resource or a module is deployed by, where it is deployed.</summary>
internal sealed record Guarded(Expression Condition, Expression Body, Syntax At) : Expression(At);

internal sealed record Lambda(IReadOnlyList<string> Parameters, Expression Body, Syntax At) : Expression(At);

/// <summary>What stands in parentheses.</summary>
internal sealed record Grouped(Expression Inner, Syntax At) : Expression(At);
