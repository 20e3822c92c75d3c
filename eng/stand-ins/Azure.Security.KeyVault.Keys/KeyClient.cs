using Azure.Core;
using Azure.Security.KeyVault.Keys.Cryptography;
using Azure.Security.KeyVault.Keys.Wire;

namespace Azure.Security.KeyVault.Keys;

public class KeyClient
{
    private readonly VaultPipeline _pipeline;

    protected KeyClient()
    {
    }

    public KeyClient(Uri vaultUri, TokenCredential credential)
        : this(vaultUri, credential, null)
    {
    }

    public KeyClient(Uri vaultUri, TokenCredential credential, KeyClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(vaultUri);
        ArgumentNullException.ThrowIfNull(credential);
        options ??= new KeyClientOptions();
        VaultUri = vaultUri;
        _pipeline = new VaultPipeline(options, credential, !options.DisableChallengeResourceVerification, (int)options.Version);
    }

    public virtual Uri VaultUri { get; }

    public virtual async Task<Response<KeyVaultKey>> GetKeyAsync(string name, string version = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var response = await _pipeline.SendAsync(RequestMethod.Get, _pipeline.At(KeyIdentifier.Join(VaultUri, name, version)), null, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(KeyJson.Key(response), response);
    }

    public virtual async Task<Response<KeyVaultKey>> CreateEcKeyAsync(CreateEcKeyOptions ecKeyOptions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ecKeyOptions);
        var uri = _pipeline.At(KeyIdentifier.Join(VaultUri, ecKeyOptions.Name, null), "/create");
        var response = await _pipeline.SendAsync(RequestMethod.Post, uri, KeyJson.Create(ecKeyOptions), cancellationToken).ConfigureAwait(false);
        return Response.FromValue(KeyJson.Key(response), response);
    }

    public virtual AsyncPageable<KeyProperties> GetPropertiesOfKeyVersionsAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new KeyVersions(_pipeline, _pipeline.At(KeyIdentifier.Join(VaultUri, name, null), "/versions"), cancellationToken);
    }

    public virtual CryptographyClient GetCryptographyClient(string keyName, string keyVersion = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(keyName);
        return new CryptographyClient(KeyIdentifier.Join(VaultUri, keyName, keyVersion), _pipeline);
    }
}
