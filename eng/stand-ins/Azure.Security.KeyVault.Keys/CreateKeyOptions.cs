namespace Azure.Security.KeyVault.Keys;

public class CreateKeyOptions
{
    public CreateKeyOptions()
    {
    }

    public IList<KeyOperation> KeyOperations { get; } = new List<KeyOperation>();

    public DateTimeOffset? NotBefore { get; set; }

    public DateTimeOffset? ExpiresOn { get; set; }

    public bool? Enabled { get; set; }

    public IDictionary<string, string> Tags { get; } = new Dictionary<string, string>();
}
