using Azure.Core;

namespace Azure.Security.KeyVault.Keys.Cryptography;

public class CryptographyClientOptions : ClientOptions
{
    public CryptographyClientOptions(ServiceVersion version = ServiceVersion.V7_6) => Version = version;

    public ServiceVersion Version { get; }

    public bool DisableChallengeResourceVerification { get; set; }

    public enum ServiceVersion
    {
        V7_0 = 0,
        V7_1 = 1,
        V7_2 = 2,
        V7_3 = 3,
        V7_4 = 4,
        V7_5 = 5,
        V7_6 = 6,
    }
}
