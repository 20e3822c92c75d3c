using SecureDocket.Credentials;

namespace SecureDocket.Signing;

/// <summary>The port to the keys that sign: EC P-256, held where their private parts cannot leave.</summary>
/// <remarks>Every member throws <see cref="DependencyUnavailableException"/> when the vault cannot be reached, throttles, refuses, or does not answer in time.</remarks>
public interface ISigningKeys
{
    /// <summary>Every version of every key that is enabled.</summary>
    Task<IReadOnlyList<SigningKey>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Signs a SHA-256 digest with exactly the version named: r‖s, 64 bytes.</summary>
    Task<byte[]> SignAsync(string version, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken);
}

/// <summary>A version of a signing key.</summary>
/// <param name="Version">The vault's name for it.</param>
/// <param name="Public">Its public part, and what and when it signs.</param>
/// <param name="CreatedAt">When the vault made it.</param>
public sealed record SigningKey(string Version, VerificationKey Public, DateTimeOffset CreatedAt)
{
    /// <summary>The one site whose cards it signs, so that its loss concerns no other; null for every site without a key of its own.</summary>
    public string? Site { get; init; }
}
