using System.Security.Cryptography;
using Azure.Security.KeyVault.Keys.Cryptography;

namespace Azure.Security.KeyVault.Keys.Wire;

/// <summary>What a cryptography client learned of its key before the first use.</summary>
internal sealed class KeyProbe(KeyVaultKey key)
{
    public static KeyProbe Unreadable { get; } = new(null);

    /// <summary>
    /// As the official client does, what needs only a public key is done here where the key could be read, and by the vault
    /// where not.
    /// </summary>
    /// <returns>Null where the vault has to wrap.</returns>
    public WrapResult Wrap(KeyWrapAlgorithm algorithm, byte[] plain)
    {
        if (key is null || (key.KeyType != KeyType.Rsa && key.KeyType != KeyType.RsaHsm) || !key.KeyOperations.Contains(KeyOperation.WrapKey))
            return null;

        ThrowIfNotInForce();
        if (algorithm != KeyWrapAlgorithm.RsaOaep256)
            return null;

        try
        {
            using var rsa = key.Key.ToRSA();
            return new WrapResult(key.Key.Id, rsa.Encrypt(plain, RSAEncryptionPadding.OaepSHA256), algorithm);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void ThrowIfNotInForce()
    {
        var now = DateTimeOffset.UtcNow;
        if (key?.Properties.NotBefore > now)
            throw new InvalidOperationException($"The key \"{key.Name}\" is not valid before {key.Properties.NotBefore:r}.");
        if (key?.Properties.ExpiresOn < now)
            throw new InvalidOperationException($"The key \"{key.Name}\" is not valid after {key.Properties.ExpiresOn:r}.");
    }
}
