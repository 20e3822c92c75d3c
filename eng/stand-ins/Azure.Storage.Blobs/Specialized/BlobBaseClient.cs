using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Wire;

namespace Azure.Storage.Blobs.Specialized;

public class BlobBaseClient
{
    private readonly BlobAddress _address;

    protected BlobBaseClient()
    {
    }

    internal BlobBaseClient(Uri uri, BlobPipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(uri);
        Uri = uri;
        Pipeline = pipeline;
        _address = BlobAddress.Of(uri);
    }

    internal BlobPipeline Pipeline { get; }

    public virtual Uri Uri { get; }

    public virtual string AccountName => _address.Account;

    public virtual string BlobContainerName => _address.Container;

    public virtual string Name => _address.Blob;

    public virtual Task<Response<BlobDownloadResult>> DownloadContentAsync()
        => DownloadContentAsync(options: null);

    public virtual Task<Response<BlobDownloadResult>> DownloadContentAsync(CancellationToken cancellationToken)
        => DownloadContentAsync(options: null, cancellationToken);

    public virtual Task<Response<BlobDownloadResult>> DownloadContentAsync(BlobRequestConditions conditions, CancellationToken cancellationToken)
        => DownloadContentAsync(new BlobDownloadOptions { Conditions = conditions }, cancellationToken);

    public virtual async Task<Response<BlobDownloadResult>> DownloadContentAsync(BlobDownloadOptions options = default, CancellationToken cancellationToken = default)
    {
        using var message = Get(options);
        var response = await Pipeline.SendAsync(message, cancellationToken, 200, 206, NotModified<BlobDownloadResult>.Status).ConfigureAwait(false);
        return response.Status == NotModified<BlobDownloadResult>.Status
            ? new NotModified<BlobDownloadResult>(response)
            : Response.FromValue(new BlobDownloadResult { Content = response.Content, Details = Details(response) }, response);
    }

    public virtual async Task<Response<BlobDownloadStreamingResult>> DownloadStreamingAsync(BlobDownloadOptions options = default, CancellationToken cancellationToken = default)
    {
        using var message = Get(options);
        message.BufferResponse = false;
        var response = await Pipeline.SendAsync(message, cancellationToken, 200, 206, NotModified<BlobDownloadStreamingResult>.Status).ConfigureAwait(false);
        return response.Status == NotModified<BlobDownloadStreamingResult>.Status
            ? new NotModified<BlobDownloadStreamingResult>(response)
            : Response.FromValue(new BlobDownloadStreamingResult { Content = message.ExtractResponseContent(), Details = Details(response) }, response);
    }

    public virtual async Task<Response<BlobProperties>> GetPropertiesAsync(BlobRequestConditions conditions = default, CancellationToken cancellationToken = default)
    {
        using var message = Pipeline.Message(RequestMethod.Head, Uri);
        message.Request.Set(conditions);
        var response = await Pipeline.SendAsync(message, cancellationToken, 200).ConfigureAwait(false);
        return Response.FromValue(Properties(response), response);
    }

    public virtual async Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = Pipeline.Message(RequestMethod.Head, Uri);
        try
        {
            return Response.FromValue(true, await Pipeline.SendAsync(message, cancellationToken, 200).ConfigureAwait(false));
        }
        catch (RequestFailedException e) when (IsMissing(e))
        {
            return Response.FromValue(false, message.Response);
        }
    }

    public virtual async Task<Response> DeleteAsync(DeleteSnapshotsOption snapshotsOption = default, BlobRequestConditions conditions = default, CancellationToken cancellationToken = default)
    {
        using var message = Delete(snapshotsOption, conditions);
        return await Pipeline.SendAsync(message, cancellationToken, 202).ConfigureAwait(false);
    }

    public virtual async Task<Response<bool>> DeleteIfExistsAsync(DeleteSnapshotsOption snapshotsOption = default, BlobRequestConditions conditions = default, CancellationToken cancellationToken = default)
    {
        using var message = Delete(snapshotsOption, conditions);
        try
        {
            return Response.FromValue(true, await Pipeline.SendAsync(message, cancellationToken, 202).ConfigureAwait(false));
        }
        catch (RequestFailedException e) when (IsMissing(e))
        {
            return Response.FromValue(false, message.Response);
        }
    }

    public virtual async Task<Response<BlobInfo>> SetMetadataAsync(IDictionary<string, string> metadata, BlobRequestConditions conditions = default, CancellationToken cancellationToken = default)
    {
        using var message = Pipeline.Message(RequestMethod.Put, Uri, ("comp", "metadata"));
        message.Request.Set(metadata);
        message.Request.Set(conditions);
        var response = await Pipeline.SendAsync(message, cancellationToken, 200).ConfigureAwait(false);
        var headers = response.Headers;
        return Response.FromValue(
            new BlobInfo { ETag = headers.ETag.GetValueOrDefault(), LastModified = headers.Time("Last-Modified"), VersionId = headers.Text("x-ms-version-id") },
            response);
    }

    private static bool IsMissing(RequestFailedException e)
        => e.ErrorCode == BlobErrorCode.BlobNotFound || e.ErrorCode == BlobErrorCode.ContainerNotFound;

    private HttpMessage Get(BlobDownloadOptions options)
    {
        var message = Pipeline.Message(RequestMethod.Get, Uri);
        if (options is null)
            return message;
        if (options.Range != default)
            message.Request.Set("x-ms-range", options.Range.ToString());
        message.Request.Set(options.Conditions);
        return message;
    }

    private HttpMessage Delete(DeleteSnapshotsOption snapshots, BlobRequestConditions conditions)
    {
        var message = Pipeline.Message(RequestMethod.Delete, Uri);
        message.Request.Set("x-ms-delete-snapshots", snapshots switch
        {
            DeleteSnapshotsOption.IncludeSnapshots => "include",
            DeleteSnapshotsOption.OnlySnapshots => "only",
            _ => null,
        });
        message.Request.Set(conditions);
        return message;
    }

    private static BlobDownloadDetails Details(Response response)
    {
        var headers = response.Headers;
        return new BlobDownloadDetails
        {
            BlobType = headers.BlobType(),
            ETag = headers.ETag.GetValueOrDefault(),
            LastModified = headers.Time("Last-Modified"),
            CreatedOn = headers.Time("x-ms-creation-time"),
            Metadata = headers.Metadata(),
            ContentLength = headers.ContentLengthLong.GetValueOrDefault(),
            ContentRange = headers.Text("Content-Range"),
            ContentType = headers.ContentType,
            ContentHash = headers.Bytes("Content-MD5"),
            ContentEncoding = headers.Text("Content-Encoding"),
            ContentLanguage = headers.Text("Content-Language"),
            ContentDisposition = headers.Text("Content-Disposition"),
            CacheControl = headers.Text("Cache-Control"),
            VersionId = headers.Text("x-ms-version-id"),
        };
    }

    private static BlobProperties Properties(Response response)
    {
        var headers = response.Headers;
        return new BlobProperties
        {
            BlobType = headers.BlobType(),
            ETag = headers.ETag.GetValueOrDefault(),
            LastModified = headers.Time("Last-Modified"),
            CreatedOn = headers.Time("x-ms-creation-time"),
            Metadata = headers.Metadata(),
            ContentLength = headers.ContentLengthLong.GetValueOrDefault(),
            ContentType = headers.ContentType,
            ContentHash = headers.Bytes("Content-MD5"),
            ContentEncoding = headers.Text("Content-Encoding"),
            ContentLanguage = headers.Text("Content-Language"),
            ContentDisposition = headers.Text("Content-Disposition"),
            CacheControl = headers.Text("Cache-Control"),
            VersionId = headers.Text("x-ms-version-id"),
        };
    }
}
