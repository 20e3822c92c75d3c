using Azure.Security.KeyVault.Keys.Wire;

namespace Azure.Security.KeyVault.Keys;

public class KeyProperties
{
    public KeyProperties(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    public KeyProperties(Uri id)
    {
        ArgumentNullException.ThrowIfNull(id);
        Id = id;
        (VaultUri, Name, Version) = KeyIdentifier.Split(id);
    }

    public string Name { get; }

    public Uri Id { get; }

    public Uri VaultUri { get; }

    public string Version { get; }

    public bool Managed { get; internal set; }

    public IDictionary<string, string> Tags { get; } = new Dictionary<string, string>();

    public bool? Enabled { get; set; }

    public DateTimeOffset? NotBefore { get; set; }

    public DateTimeOffset? ExpiresOn { get; set; }

    public DateTimeOffset? CreatedOn { get; internal set; }

    public DateTimeOffset? UpdatedOn { get; internal set; }

    public int? RecoverableDays { get; internal set; }

    public string RecoveryLevel { get; internal set; }
}
