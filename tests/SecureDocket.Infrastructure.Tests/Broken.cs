using System.Text.RegularExpressions;
using SecureDocket.Infrastructure.Tests.Bicep;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>Copies with one fault.</summary>
internal static partial class Broken
{
    /// <summary>A text with the first of a part replaced, which must be there.</summary>
    public static string Text(string whole, string part, string other)
    {
        var at = whole.IndexOf(part, StringComparison.Ordinal);
        Assert.True(at >= 0, $"There is no {part} to break.");
        return whole[..at] + other + whole[(at + part.Length)..];
    }

    /// <summary>The system's own infrastructure with the first of a part of one file replaced.</summary>
    public static BicepSources Infrastructure(string path, string part, string other) =>
        Tests.Infrastructure.Sources.With(path, Text(Tests.Infrastructure.Sources.Texts[path], part, other));

    /// <summary>Nothing but a main file.</summary>
    public static BicepSources Only(string text) => new(new Dictionary<string, string> { ["main.bicep"] = text });

    /// <summary>A fault with a star for its line, which moves when the file does.</summary>
    public static string WithoutLine(string fault) => Line().Replace(fault, "$1:*");

    [GeneratedRegex(@"(\.bicep):\d+")]
    private static partial Regex Line();
}
