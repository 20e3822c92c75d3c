using SecureDocket.Infrastructure.Tests.Types;

namespace SecureDocket.Infrastructure.Tests.Plans;

/// <summary>The operators of the Bicep language, on what is known.</summary>
internal static class Operators
{
    public static Value Apply(string name, Value operand) => (name, operand) switch
    {
        ("!", Known { Content: bool truth }) => Value.Of(!truth),
        ("-", Known { Content: long number }) => Value.Of(-number),
        ("!", _) => new Unknown(Shape.Truth, "<truth>"),
        _ => new Unknown(Shape.Whole, "<number>"),
    };

    public static Value Apply(string name, Value left, Value right)
    {
        switch (name)
        {
            case "&&" or "||":
                // The left one did not decide; a right one that does, does.
                return right is Known { Content: bool decides } && (left is Known || decides == (name == "||")) ? right : new Unknown(Shape.Truth, "<truth>");
            case "==" or "!=":
                return left is Known one && right is Known other ? Value.Of(Equals(one.Content, other.Content) == (name == "==")) : new Unknown(Shape.Truth, "<truth>");
            case "=~" or "!~":
                return left.AsText is { } first && right.AsText is { } second
                    ? Value.Of(string.Equals(first, second, StringComparison.OrdinalIgnoreCase) == (name == "=~"))
                    : new Unknown(Shape.Truth, "<truth>");
        }

        var isComparison = name is "<" or "<=" or ">" or ">=";
        if (left is not Known { Content: long a } || right is not Known { Content: long b })
        {
            return isComparison ? new Unknown(Shape.Truth, "<truth>") : new Unknown(Shape.Whole, "<number>");
        }

        return name switch
        {
            "+" => Value.Of(a + b),
            "-" => Value.Of(a - b),
            "*" => Value.Of(a * b),
            "/" => Value.Of(a / b),
            "%" => Value.Of(a % b),
            "<" => Value.Of(a < b),
            "<=" => Value.Of(a <= b),
            ">" => Value.Of(a > b),
            ">=" => Value.Of(a >= b),
            _ => throw new InvalidOperationException($"The operator {name} is not known to the checks."),
        };
    }
}
