using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>Puts values into an OData filter so that none can end its literal early.</summary>
internal static class FilterLiteral
{
    public static string Format(FormattableString filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return string.Format(CultureInfo.InvariantCulture, filter.Format, [.. filter.GetArguments().Select(Of)]);
    }

    private static string Of(object value) => value switch
    {
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        bool flag => flag ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        int or double => Convert.ToString(value, CultureInfo.InvariantCulture),
        Guid guid => $"guid'{guid}'",
        DateTimeOffset time => $"datetime'{EdmType.Format(time)}'",
        DateTime time => $"datetime'{EdmType.Format(time)}'",
        byte[] bytes => $"X'{Convert.ToHexStringLower(bytes)}'",
        _ => throw new ArgumentException($"Unable to convert expression argument of type {value?.GetType()} to an OData literal."),
    };
}
