namespace Azure.Security.KeyVault.Keys.Wire;

/// <summary><c>https://{vault}/keys/{name}[/{version}]</c></summary>
internal static class KeyIdentifier
{
    public static Uri Join(Uri vault, string name, string version)
        => new(vault, $"/keys/{name}{(string.IsNullOrEmpty(version) ? "" : "/" + version)}");

    public static (Uri Vault, string Name, string Version) Split(Uri id)
    {
        // "/", "keys/", "name" or "name/", "version"
        if (id.Segments is not [_, "keys/", var name, .. var rest] || rest.Length > 1)
            throw new ArgumentException($"Invalid ObjectIdentifier: {id}. Bad number of segments or unexpected path.", nameof(id));
        return (new Uri($"{id.Scheme}://{id.Authority}"), name.TrimEnd('/'), rest is [var version] ? version.TrimEnd('/') : null);
    }
}
