namespace Azure.Storage.Blobs.Wire;

/// <summary>What a connection string says about the blob endpoint and its key.</summary>
internal sealed record StorageAccount(Uri BlobEndpoint, StorageSharedKeyCredential Credential)
{
    // The emulator's account and key are the same everywhere and documented; they open nothing but an emulator.
    private const string EmulatorName = "devstoreaccount1";
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public static StorageAccount Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            // A key ends in padding, so only the first '=' separates.
            var at = setting.IndexOf('=');
            if (at <= 0)
                throw new FormatException("Settings must be of the form \"name=value\".");
            settings[setting[..at].Trim()] = setting[(at + 1)..].Trim();
        }

        if (settings.TryGetValue("UseDevelopmentStorage", out var emulator) && emulator.Equals("true", StringComparison.OrdinalIgnoreCase))
            return new(new Uri($"http://127.0.0.1:10000/{EmulatorName}"), new StorageSharedKeyCredential(EmulatorName, EmulatorKey));

        if (!settings.TryGetValue("AccountName", out var name) || !settings.TryGetValue("AccountKey", out var key))
            throw new FormatException("No valid combination of account information found.");
        var endpoint = settings.TryGetValue("BlobEndpoint", out var explicitEndpoint)
            ? explicitEndpoint
            : $"{settings.GetValueOrDefault("DefaultEndpointsProtocol", "https")}://{name}.blob.{settings.GetValueOrDefault("EndpointSuffix", "core.windows.net")}";
        return new(new Uri(endpoint), new StorageSharedKeyCredential(name, key));
    }
}
