namespace Azure.Security.KeyVault.Keys.Cryptography;

public class SignResult
{
    internal SignResult(string keyId, byte[] signature, SignatureAlgorithm algorithm)
    {
        KeyId = keyId;
        Signature = signature;
        Algorithm = algorithm;
    }

    public string KeyId { get; }

    public byte[] Signature { get; }

    public SignatureAlgorithm Algorithm { get; }
}
