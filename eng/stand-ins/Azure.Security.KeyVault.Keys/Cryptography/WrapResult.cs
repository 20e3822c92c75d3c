namespace Azure.Security.KeyVault.Keys.Cryptography;

public class WrapResult
{
    internal WrapResult(string keyId, byte[] encryptedKey, KeyWrapAlgorithm algorithm)
    {
        KeyId = keyId;
        EncryptedKey = encryptedKey;
        Algorithm = algorithm;
    }

    public string KeyId { get; }

    public byte[] EncryptedKey { get; }

    public KeyWrapAlgorithm Algorithm { get; }
}
