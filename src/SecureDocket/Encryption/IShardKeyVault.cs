namespace SecureDocket.Encryption;

/// <summary>The port to the vault's key that wraps shard keys. The key itself never leaves the vault.</summary>
/// <remarks>
/// Every member throws <see cref="DependencyUnavailableException"/> for <c>docket-keys</c> when the vault cannot be reached, throttles, refuses,
/// or does not respond in time.
/// </remarks>
public interface IShardKeyVault
{
    /// <summary>Wraps a shard key with the newest version of the vault's key. One vault operation.</summary>
    /// <param name="key">The shard key, 32 bytes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<VaultWrapped> WrapAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken);

    /// <summary>Unwraps a shard key. One vault operation.</summary>
    /// <param name="wrapped">The shard key as <see cref="WrapAsync"/> returned it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The shard key, 32 bytes; null if the vault no longer has this version, or says that it did not wrap these bytes: the shard key is lost.</returns>
    Task<byte[]?> UnwrapAsync(VaultWrapped wrapped, CancellationToken cancellationToken);
}

/// <summary>A shard key as the vault wrapped it.</summary>
/// <param name="Version">The version of the vault's key.</param>
/// <param name="Bytes">The wrapped key.</param>
public sealed record VaultWrapped(string Version, byte[] Bytes);
