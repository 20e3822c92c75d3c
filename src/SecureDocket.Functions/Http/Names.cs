using System.Text.Json;

namespace SecureDocket.Functions.Http;

/// <summary>How the domain's words are spelled in answers: camelCase.</summary>
internal static class Names
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
