namespace SecureDocket.LocalHost.Http;

/// <summary>Reads the forms of the development pages.</summary>
internal static class FormReading
{
    /// <summary>The form of a request; null when it has no readable form.</summary>
    public static async Task<IFormCollection?> ReadFormOrNullAsync(this HttpContext http)
    {
        try
        {
            return http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : null;
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException)
        {
            return null;
        }
    }

    /// <summary>Reads a form. A field is null when absent or empty, and so is every field when there is no readable form.</summary>
    public static async Task<Func<string, string?>> ReadFieldsAsync(this HttpContext http)
    {
        var form = await http.ReadFormOrNullAsync();
        return name => form?[name].FirstOrDefault() is { Length: > 0 } value ? value : null;
    }
}
