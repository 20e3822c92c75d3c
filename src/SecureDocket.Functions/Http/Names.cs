using System.Text.Json;

namespace SecureDocket.Functions.Http;

/// <summary>Spells enum values in responses: camelCase, or kebab-case for values that callers also send.</summary>
internal static class Names
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static string Kebab<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>All values of an enum in kebab-case.</summary>
    public static IReadOnlyList<string> AllKebab<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(Kebab)];

    /// <summary>The value with this kebab-case name; null when there is none.</summary>
    public static T? FromKebab<T>(string? text)
        where T : struct, Enum => Enum.GetValues<T>().Where(value => Kebab(value) == text).Select(value => (T?)value).FirstOrDefault();
}
