using System.Security.Cryptography;

namespace Azure.Security.KeyVault.Keys;

public class JsonWebKey
{
    internal JsonWebKey(string id, KeyType keyType, IReadOnlyCollection<KeyOperation> keyOps)
    {
        Id = id;
        KeyType = keyType;
        KeyOps = keyOps;
    }

    public string Id { get; set; }

    public KeyType KeyType { get; set; }

    public IReadOnlyCollection<KeyOperation> KeyOps { get; }

    public KeyCurveName? CurveName { get; set; }

    public byte[] X { get; set; }

    public byte[] Y { get; set; }

    public byte[] D { get; set; }

    public byte[] N { get; set; }

    public byte[] E { get; set; }

    public ECDsa ToECDsa(bool includePrivateParameters = false)
    {
        if (KeyType != KeyType.Ec && KeyType != KeyType.EcHsm)
            throw new InvalidOperationException("key is not an Ec or EcHsm type");
        if (CurveName != KeyCurveName.P256)
            throw new NotSupportedException($"Curve {CurveName} is not supported.");

        return ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Padded(X), Y = Padded(Y) },
            D = includePrivateParameters && D is not null ? Padded(D) : null,
        });
    }

    public RSA ToRSA(bool includePrivateParameters = false)
    {
        if (KeyType != KeyType.Rsa && KeyType != KeyType.RsaHsm)
            throw new InvalidOperationException("key is not an Rsa or RsaHsm type");
        if (includePrivateParameters)
            throw new NotSupportedException("A vault gives no private part away.");

        return RSA.Create(new RSAParameters { Modulus = N, Exponent = E });
    }

    // A coordinate may come without its leading zeros.
    private static byte[] Padded(byte[] coordinate)
    {
        const int Size = 32;
        if (coordinate is null)
            throw new InvalidOperationException("The key lacks a coordinate.");
        if (coordinate.Length >= Size)
            return coordinate[^Size..];
        var padded = new byte[Size];
        coordinate.CopyTo(padded, Size - coordinate.Length);
        return padded;
    }
}
