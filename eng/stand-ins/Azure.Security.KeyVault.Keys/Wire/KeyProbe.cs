namespace Azure.Security.KeyVault.Keys.Wire;

/// <summary>What a cryptography client learned of its key before the first use.</summary>
internal sealed class KeyProbe(KeyVaultKey key)
{
    public static KeyProbe Unreadable { get; } = new(null);

    public void ThrowIfNotInForce()
    {
        var now = DateTimeOffset.UtcNow;
        if (key?.Properties.NotBefore > now)
            throw new InvalidOperationException($"The key \"{key.Name}\" is not valid before {key.Properties.NotBefore:r}.");
        if (key?.Properties.ExpiresOn < now)
            throw new InvalidOperationException($"The key \"{key.Name}\" is not valid after {key.Properties.ExpiresOn:r}.");
    }
}
