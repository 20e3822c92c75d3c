using System.Text.Json;

namespace SecureDocket.Functions.Http;

/// <summary>How the domain's words are spelled in answers: camelCase, and kebab-case where callers send them too.</summary>
internal static class Names
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static string Kebab<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>Every word of a kind in kebab-case.</summary>
    public static IReadOnlyList<string> AllKebab<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(Kebab)];

    /// <summary>The word that is spelled so in kebab-case; null when there is none.</summary>
    public static T? FromKebab<T>(string? text)
        where T : struct, Enum => Enum.GetValues<T>().Where(value => Kebab(value) == text).Select(value => (T?)value).FirstOrDefault();
}
