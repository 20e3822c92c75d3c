using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SecureDocket.Storage;

namespace SecureDocket.SignIns;

/// <summary>Hashes PINs with PBKDF2 (RFC 8018), HMAC-SHA-512 and a salt each, after an HMAC with the system's secret.</summary>
/// <remarks>
/// Eight digits can be tried quickly whatever the hash, so the stored hash alone must not be enough to try them: without the secret
/// there is nothing to compare with. Each hash contains its iterations, so that they can be increased for new ones.
/// </remarks>
/// <param name="hash">The keyed hash with the system's secret.</param>
/// <param name="iterations">The iterations of new hashes; deployments always use <see cref="Iterations"/>.</param>
public sealed class PinHasher(KeyedHash hash, int iterations = PinHasher.Iterations)
{
    /// <summary>The iterations of new hashes, as OWASP recommended in 2023 for this function; about a tenth of a second.</summary>
    public const int Iterations = 210_000;

    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const string Scheme = "pbkdf2-sha512";

    /// <summary>A hash that no PIN has, to spend the same time when there is no PIN.</summary>
    public string Decoy { get; } = Format(iterations, new byte[SaltBytes], new byte[HashBytes]);

    /// <summary>Creates the hash to store.</summary>
    public string Of(CardholderId id, string pin)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Format(iterations, salt, Derive(id, pin, salt, iterations));
    }

    /// <summary>Whether a PIN matches a stored hash. It takes the same time either way.</summary>
    public bool Fits(CardholderId id, string pin, string stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var parts = stored.Split('$');
        if (parts is not [Scheme, var count, var salt, var expected])
        {
            throw new FormatException("Not a PIN hash.");
        }

        var derived = Derive(id, pin, Convert.FromBase64String(salt), int.Parse(count, CultureInfo.InvariantCulture));
        return CryptographicOperations.FixedTimeEquals(derived, Convert.FromBase64String(expected));
    }

    private static string Format(int iterations, byte[] salt, byte[] derived) =>
        string.Create(CultureInfo.InvariantCulture, $"{Scheme}${iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(derived)}");

    private byte[] Derive(CardholderId id, string pin, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(hash.Of("pin", Encoding.UTF8.GetBytes($"{id}\n{pin}")), salt, iterations, HashAlgorithmName.SHA512, HashBytes);
}
