namespace Azure.Data.Tables;

internal static class ConnectionString
{
    // The emulator's account is public knowledge: documented, the same everywhere, and worth nothing.
    private const string EmulatorAccount = "devstoreaccount1";
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public static (Uri Endpoint, TableSharedKeyCredential Credential) Parse(string connectionString)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        var settings = Settings(connectionString);

        if (settings.TryGetValue("UseDevelopmentStorage", out var emulator) && bool.TryParse(emulator, out var isEmulator) && isEmulator)
        {
            return (new Uri($"http://127.0.0.1:10002/{EmulatorAccount}"), new(EmulatorAccount, EmulatorKey));
        }

        if (settings.ContainsKey("SharedAccessSignature"))
        {
            throw new NotSupportedException("This stand-in signs with an account key or a token only, not with a shared access signature.");
        }

        if (!settings.TryGetValue("AccountName", out var account) || !settings.TryGetValue("AccountKey", out var key))
        {
            throw new InvalidOperationException("The connection string lacks AccountName or AccountKey.");
        }

        var endpoint = settings.TryGetValue("TableEndpoint", out var given)
            ? given
            : $"{settings.GetValueOrDefault("DefaultEndpointsProtocol", "https")}://{account}.table.{settings.GetValueOrDefault("EndpointSuffix", "core.windows.net")}";
        return Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
            ? (uri, new(account, key))
            : throw new InvalidOperationException("The connection string's TableEndpoint is not an absolute URI.");
    }

    private static Dictionary<string, string> Settings(string connectionString)
    {
        Dictionary<string, string> settings = new(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = pair.IndexOf('=');
            if (at <= 0)
            {
                throw new InvalidOperationException("A connection string is a list of name=value pairs, separated by semicolons.");
            }

            settings[pair[..at]] = pair[(at + 1)..];
        }

        return settings;
    }
}
