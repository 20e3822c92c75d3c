using Azure.Core;
using Azure.Security.KeyVault.Keys.Wire;

namespace Azure.Security.KeyVault.Keys.Cryptography;

public class CryptographyClient
{
    private const int Forbidden = 403;

    private readonly Uri _keyId;
    private readonly VaultPipeline _pipeline;
    private volatile KeyProbe _probe;

    protected CryptographyClient()
    {
    }

    public CryptographyClient(Uri keyId, TokenCredential credential)
        : this(keyId, credential, null)
    {
    }

    public CryptographyClient(Uri keyId, TokenCredential credential, CryptographyClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(keyId);
        ArgumentNullException.ThrowIfNull(credential);
        options ??= new CryptographyClientOptions();
        _keyId = keyId;
        _pipeline = new VaultPipeline(options, credential, !options.DisableChallengeResourceVerification, (int)options.Version);
    }

    internal CryptographyClient(Uri keyId, VaultPipeline pipeline)
    {
        _keyId = keyId;
        _pipeline = pipeline;
    }

    public virtual string KeyId => _keyId.ToString();

    public virtual async Task<SignResult> SignAsync(SignatureAlgorithm algorithm, byte[] digest, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(digest);
        _probe ??= await ProbeAsync(cancellationToken).ConfigureAwait(false);
        _probe.ThrowIfNotInForce();

        var response = await _pipeline.SendAsync(RequestMethod.Post, _pipeline.At(_keyId, "/sign"), KeyJson.Sign(algorithm, digest), cancellationToken).ConfigureAwait(false);
        return KeyJson.Signature(response, algorithm);
    }

    public virtual async Task<WrapResult> WrapKeyAsync(KeyWrapAlgorithm algorithm, byte[] key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        _probe ??= await ProbeAsync(cancellationToken).ConfigureAwait(false);
        if (_probe.Wrap(algorithm, key) is { } wrapped)
            return wrapped;

        var response = await _pipeline.SendAsync(RequestMethod.Post, _pipeline.At(_keyId, "/wrapKey"), KeyJson.Wrapping(algorithm, key), cancellationToken).ConfigureAwait(false);
        return KeyJson.Wrapped(response, algorithm);
    }

    public virtual async Task<UnwrapResult> UnwrapKeyAsync(KeyWrapAlgorithm algorithm, byte[] encryptedKey, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(encryptedKey);
        _probe ??= await ProbeAsync(cancellationToken).ConfigureAwait(false);

        // Also with a version that is no longer in force: what it wrapped has to be opened by it.
        var response = await _pipeline.SendAsync(RequestMethod.Post, _pipeline.At(_keyId, "/unwrapKey"), KeyJson.Wrapping(algorithm, encryptedKey), cancellationToken).ConfigureAwait(false);
        return KeyJson.Unwrapped(response, algorithm);
    }

    /// <summary>
    /// As the official client does, the first use of a client fetches its key once. A caller may be allowed to use but
    /// not to read the key; then its use goes on without.
    /// </summary>
    private async Task<KeyProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var response = await _pipeline.SendAsync(RequestMethod.Get, _pipeline.At(_keyId), null, cancellationToken).ConfigureAwait(false);
            return new KeyProbe(KeyJson.Key(response));
        }
        catch (RequestFailedException e) when (e.Status == Forbidden)
        {
            return KeyProbe.Unreadable;
        }
    }
}
