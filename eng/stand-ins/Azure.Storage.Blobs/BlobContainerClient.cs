using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Wire;

namespace Azure.Storage.Blobs;

public class BlobContainerClient
{
    private readonly BlobPipeline _pipeline;
    private readonly BlobAddress _address;

    protected BlobContainerClient()
    {
    }

    public BlobContainerClient(Uri blobContainerUri, TokenCredential credential, BlobClientOptions options = default)
        : this(blobContainerUri, BlobPipeline.For(blobContainerUri, credential, options))
    {
    }

    public BlobContainerClient(Uri blobContainerUri, StorageSharedKeyCredential credential, BlobClientOptions options = default)
        : this(blobContainerUri, BlobPipeline.For(credential, options))
    {
    }

    internal BlobContainerClient(Uri uri, BlobPipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(uri);
        Uri = uri;
        _pipeline = pipeline;
        _address = BlobAddress.Of(uri);
    }

    public virtual Uri Uri { get; }

    public virtual string AccountName => _address.Account;

    public virtual string Name => _address.Container;

    public virtual BlobClient GetBlobClient(string blobName) => new(BlobAddress.Append(Uri, blobName), _pipeline);

    /// <returns>What was created; null where the container existed.</returns>
    public virtual async Task<Response<BlobContainerInfo>> CreateIfNotExistsAsync(PublicAccessType publicAccessType = PublicAccessType.None, IDictionary<string, string> metadata = default, BlobContainerEncryptionScopeOptions encryptionScopeOptions = default, CancellationToken cancellationToken = default)
    {
        using var message = Message(RequestMethod.Put);
        message.Request.Set("x-ms-blob-public-access", publicAccessType switch
        {
            PublicAccessType.BlobContainer => "container",
            PublicAccessType.Blob => "blob",
            _ => null,
        });
        message.Request.Set(metadata);
        if (encryptionScopeOptions is not null)
        {
            message.Request.Set("x-ms-default-encryption-scope", encryptionScopeOptions.DefaultEncryptionScope);
            message.Request.Set("x-ms-deny-encryption-scope-override", encryptionScopeOptions.PreventEncryptionScopeOverride ? "true" : "false");
        }

        try
        {
            var response = await _pipeline.SendAsync(message, cancellationToken, 201).ConfigureAwait(false);
            return Response.FromValue(
                new BlobContainerInfo { ETag = response.Headers.ETag.GetValueOrDefault(), LastModified = response.Headers.Time("Last-Modified") },
                response);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerAlreadyExists)
        {
            return null;
        }
    }

    public virtual async Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = Message(RequestMethod.Head);
        return await UnlessMissingAsync(message, 200, cancellationToken).ConfigureAwait(false);
    }

    public virtual async Task<Response<bool>> DeleteIfExistsAsync(BlobRequestConditions conditions = default, CancellationToken cancellationToken = default)
    {
        using var message = Message(RequestMethod.Delete);
        message.Request.Set(conditions);
        return await UnlessMissingAsync(message, 202, cancellationToken).ConfigureAwait(false);
    }

    public virtual AsyncPageable<BlobItem> GetBlobsAsync(GetBlobsOptions options = default, CancellationToken cancellationToken = default)
        => GetBlobsAsync(options?.Traits ?? BlobTraits.None, options?.States ?? BlobStates.None, options?.Prefix, cancellationToken);

    public virtual AsyncPageable<BlobItem> GetBlobsAsync(BlobTraits traits, BlobStates states, string prefix, CancellationToken cancellationToken)
        => new BlobPages(_pipeline, Uri, prefix, traits, cancellationToken);

    private HttpMessage Message(RequestMethod method) => _pipeline.Message(method, Uri, ("restype", "container"));

    private async Task<Response<bool>> UnlessMissingAsync(HttpMessage message, int expected, CancellationToken cancellationToken)
    {
        try
        {
            return Response.FromValue(true, await _pipeline.SendAsync(message, cancellationToken, expected).ConfigureAwait(false));
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            return Response.FromValue(false, message.Response);
        }
    }
}
