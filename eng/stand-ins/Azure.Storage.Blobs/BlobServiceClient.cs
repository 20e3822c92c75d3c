using Azure.Core;
using Azure.Storage.Blobs.Wire;

namespace Azure.Storage.Blobs;

public class BlobServiceClient
{
    private readonly BlobPipeline _pipeline;

    protected BlobServiceClient()
    {
    }

    public BlobServiceClient(string connectionString)
        : this(connectionString, null)
    {
    }

    public BlobServiceClient(string connectionString, BlobClientOptions options)
        : this(StorageAccount.Parse(connectionString), options)
    {
    }

    public BlobServiceClient(Uri serviceUri, TokenCredential credential, BlobClientOptions options = default)
        : this(serviceUri, BlobPipeline.For(serviceUri, credential, options))
    {
    }

    public BlobServiceClient(Uri serviceUri, StorageSharedKeyCredential credential, BlobClientOptions options = default)
        : this(serviceUri, BlobPipeline.For(credential, options))
    {
    }

    private BlobServiceClient(StorageAccount account, BlobClientOptions options)
        : this(account.BlobEndpoint, BlobPipeline.For(account.Credential, options))
    {
    }

    private BlobServiceClient(Uri serviceUri, BlobPipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(serviceUri);
        Uri = serviceUri;
        _pipeline = pipeline;
    }

    public virtual Uri Uri { get; }

    public virtual string AccountName => BlobAddress.Of(Uri).Account;

    public virtual BlobContainerClient GetBlobContainerClient(string blobContainerName) => new(BlobAddress.Append(Uri, blobContainerName), _pipeline);
}
