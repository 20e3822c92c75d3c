using SecureDocket.Credentials;

namespace SecureDocket.Signing;

/// <summary>The port to the signing keys: EC P-256, with private keys that cannot leave the vault.</summary>
/// <remarks>
/// Every member throws <see cref="DependencyUnavailableException"/> when the vault cannot be reached, throttles, refuses, or does not
/// respond in time.
/// </remarks>
public interface ISigningKeys
{
    /// <summary>Lists every enabled version of every key.</summary>
    Task<IReadOnlyList<SigningKey>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Signs a SHA-256 digest with exactly this version: r‖s, 64 bytes.</summary>
    Task<byte[]> SignAsync(string version, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken);
}

/// <summary>A version of a signing key.</summary>
/// <param name="Version">The version's name in the vault.</param>
/// <param name="Public">Its public key, use and signing period.</param>
/// <param name="CreatedAt">When the vault created it.</param>
public sealed record SigningKey(string Version, VerificationKey Public, DateTimeOffset CreatedAt)
{
    /// <summary>The only site whose cards it signs, so that its loss affects no other site; null for a key shared by all sites that have no key of their own.</summary>
    public string? Site { get; init; }
}
