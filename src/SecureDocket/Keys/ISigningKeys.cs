using SecureDocket.Credentials;

namespace SecureDocket.Keys;

/// <summary>The port to the keys that sign cards: EC P-256, held where their private parts cannot leave.</summary>
/// <remarks>Every member throws <see cref="DependencyUnavailableException"/> when the vault cannot be reached, throttles, or does not answer in time.</remarks>
public interface ISigningKeys
{
    /// <summary>Every version of the key that is enabled, newest first.</summary>
    Task<IReadOnlyList<SigningKey>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Signs a SHA-256 digest with exactly the version named: r‖s, 64 bytes.</summary>
    Task<byte[]> SignAsync(string version, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken);
}

/// <summary>A version of the signing key.</summary>
/// <param name="Version">The vault's name for it.</param>
/// <param name="Public">Its public part.</param>
public sealed record SigningKey(string Version, VerificationKey Public)
{
    /// <summary>From when it signs; null when it always has.</summary>
    public DateTimeOffset? SignsFrom { get; init; }

    /// <summary>From when it no longer signs; what it signed is verified all the same. Null for never.</summary>
    public DateTimeOffset? SignsUntil { get; init; }
}
