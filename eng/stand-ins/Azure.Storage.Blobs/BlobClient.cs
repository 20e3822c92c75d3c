using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Blobs.Wire;

namespace Azure.Storage.Blobs;

public class BlobClient : BlobBaseClient
{
    protected BlobClient()
    {
    }

    public BlobClient(Uri blobUri, TokenCredential credential, BlobClientOptions options = default)
        : this(blobUri, BlobPipeline.For(blobUri, credential, options))
    {
    }

    public BlobClient(Uri blobUri, StorageSharedKeyCredential credential, BlobClientOptions options = default)
        : this(blobUri, BlobPipeline.For(credential, options))
    {
    }

    public BlobClient(Uri blobUri, BlobClientOptions options = default)
        : this(blobUri, BlobPipeline.Anonymous(options))
    {
    }

    internal BlobClient(Uri blobUri, BlobPipeline pipeline)
        : base(blobUri, pipeline)
    {
    }

    public virtual Task<Response<BlobContentInfo>> UploadAsync(Stream content)
        => UploadAsync(content, overwrite: false);

    public virtual Task<Response<BlobContentInfo>> UploadAsync(BinaryData content)
        => UploadAsync(content, overwrite: false);

    public virtual Task<Response<BlobContentInfo>> UploadAsync(Stream content, CancellationToken cancellationToken)
        => UploadAsync(content, overwrite: false, cancellationToken);

    public virtual Task<Response<BlobContentInfo>> UploadAsync(BinaryData content, CancellationToken cancellationToken)
        => UploadAsync(content, overwrite: false, cancellationToken);

    public virtual Task<Response<BlobContentInfo>> UploadAsync(Stream content, bool overwrite = false, CancellationToken cancellationToken = default)
        => UploadAsync(content, Unless(overwrite), cancellationToken);

    public virtual Task<Response<BlobContentInfo>> UploadAsync(BinaryData content, bool overwrite = false, CancellationToken cancellationToken = default)
        => UploadAsync(content, Unless(overwrite), cancellationToken);

    public virtual async Task<Response<BlobContentInfo>> UploadAsync(Stream content, BlobUploadOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (content.CanSeek)
            return await PutAsync(RequestContent.Create(content), options, cancellationToken).ConfigureAwait(false);

        // A retry must be able to send the content again.
        using var buffer = new MemoryStream();
        await content.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);
        buffer.Position = 0;
        return await PutAsync(RequestContent.Create(buffer), options, cancellationToken).ConfigureAwait(false);
    }

    public virtual Task<Response<BlobContentInfo>> UploadAsync(BinaryData content, BlobUploadOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        return PutAsync(RequestContent.Create(content), options, cancellationToken);
    }

    private static BlobUploadOptions Unless(bool overwrite) => new()
    {
        Conditions = overwrite ? null : new BlobRequestConditions { IfNoneMatch = ETag.All },
    };

    private async Task<Response<BlobContentInfo>> PutAsync(RequestContent content, BlobUploadOptions options, CancellationToken cancellationToken)
    {
        using var message = Pipeline.Message(RequestMethod.Put, Uri);
        var request = message.Request;
        request.Content = content;
        request.Set("Content-Type", "application/octet-stream");
        request.Set("x-ms-blob-type", "BlockBlob");
        request.Set(options?.HttpHeaders);
        request.Set(options?.Metadata);
        request.Set(options?.Conditions);

        var response = await Pipeline.SendAsync(message, cancellationToken, 201).ConfigureAwait(false);
        var headers = response.Headers;
        return Response.FromValue(
            new BlobContentInfo
            {
                ETag = headers.ETag.GetValueOrDefault(),
                LastModified = headers.Time("Last-Modified"),
                ContentHash = headers.Bytes("Content-MD5"),
                VersionId = headers.Text("x-ms-version-id"),
            },
            response);
    }
}
