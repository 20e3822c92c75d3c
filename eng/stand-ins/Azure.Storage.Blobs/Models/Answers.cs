namespace Azure.Storage.Blobs.Models;

public class BlobContainerInfo
{
    internal BlobContainerInfo()
    {
    }

    public ETag ETag { get; internal set; }

    public DateTimeOffset LastModified { get; internal set; }
}

public class BlobInfo
{
    internal BlobInfo()
    {
    }

    public ETag ETag { get; internal set; }

    public DateTimeOffset LastModified { get; internal set; }

    public string VersionId { get; internal set; }
}

public class BlobContentInfo
{
    internal BlobContentInfo()
    {
    }

    public ETag ETag { get; internal set; }

    public DateTimeOffset LastModified { get; internal set; }

    public byte[] ContentHash { get; internal set; }

    public string VersionId { get; internal set; }
}

public class BlobProperties
{
    public BlobProperties()
    {
    }

    public BlobType BlobType { get; internal set; }

    public ETag ETag { get; internal set; }

    public DateTimeOffset LastModified { get; internal set; }

    public DateTimeOffset CreatedOn { get; internal set; }

    public IDictionary<string, string> Metadata { get; internal set; }

    public long ContentLength { get; internal set; }

    public string ContentType { get; internal set; }

    public byte[] ContentHash { get; internal set; }

    public string ContentEncoding { get; internal set; }

    public string ContentLanguage { get; internal set; }

    public string ContentDisposition { get; internal set; }

    public string CacheControl { get; internal set; }

    public string VersionId { get; internal set; }
}

public class BlobDownloadDetails
{
    public BlobDownloadDetails()
    {
    }

    public BlobType BlobType { get; internal set; }

    public ETag ETag { get; internal set; }

    public DateTimeOffset LastModified { get; internal set; }

    public DateTimeOffset CreatedOn { get; internal set; }

    public IDictionary<string, string> Metadata { get; internal set; }

    public long ContentLength { get; internal set; }

    public string ContentRange { get; internal set; }

    public string ContentType { get; internal set; }

    public byte[] ContentHash { get; internal set; }

    public string ContentEncoding { get; internal set; }

    public string ContentLanguage { get; internal set; }

    public string ContentDisposition { get; internal set; }

    public string CacheControl { get; internal set; }

    public string VersionId { get; internal set; }
}

public class BlobDownloadResult
{
    internal BlobDownloadResult()
    {
    }

    public BinaryData Content { get; internal set; }

    public BlobDownloadDetails Details { get; internal set; }
}

public class BlobDownloadStreamingResult : IDisposable
{
    internal BlobDownloadStreamingResult()
    {
    }

    public Stream Content { get; internal set; }

    public BlobDownloadDetails Details { get; internal set; }

    public void Dispose() => Content?.Dispose();
}

public class BlobItem
{
    internal BlobItem()
    {
    }

    public string Name { get; internal set; }

    public BlobItemProperties Properties { get; internal set; }

    public IDictionary<string, string> Metadata { get; internal set; }
}

public class BlobItemProperties
{
    internal BlobItemProperties()
    {
    }

    public BlobType? BlobType { get; internal set; }

    public ETag? ETag { get; internal set; }

    public DateTimeOffset? LastModified { get; internal set; }

    public DateTimeOffset? CreatedOn { get; internal set; }

    public long? ContentLength { get; internal set; }

    public string ContentType { get; internal set; }

    public byte[] ContentHash { get; internal set; }

    public string ContentEncoding { get; internal set; }

    public string ContentLanguage { get; internal set; }

    public string ContentDisposition { get; internal set; }

    public string CacheControl { get; internal set; }
}
