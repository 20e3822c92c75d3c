namespace Azure.Security.KeyVault.Keys;

public class KeyVaultKey
{
    public KeyVaultKey(string name) => Properties = new KeyProperties(name);

    internal KeyVaultKey(KeyProperties properties, JsonWebKey key)
    {
        Properties = properties;
        Key = key;
    }

    public Uri Id => Properties.Id;

    public string Name => Properties.Name;

    public KeyType KeyType => Key.KeyType;

    public IReadOnlyCollection<KeyOperation> KeyOperations => Key.KeyOps;

    public JsonWebKey Key { get; }

    public KeyProperties Properties { get; }
}
