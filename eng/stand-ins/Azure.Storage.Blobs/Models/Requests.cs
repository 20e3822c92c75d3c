namespace Azure.Storage.Blobs.Models;

public class BlobLeaseRequestConditions : RequestConditions
{
    public BlobLeaseRequestConditions()
    {
    }
}

public class BlobRequestConditions : BlobLeaseRequestConditions
{
    public BlobRequestConditions()
    {
    }
}

public class BlobHttpHeaders
{
    public BlobHttpHeaders()
    {
    }

    public string ContentType { get; set; }

    public byte[] ContentHash { get; set; }

    public string ContentEncoding { get; set; }

    public string ContentLanguage { get; set; }

    public string ContentDisposition { get; set; }

    public string CacheControl { get; set; }
}

public class BlobUploadOptions
{
    public BlobUploadOptions()
    {
    }

    public BlobHttpHeaders HttpHeaders { get; set; }

    public IDictionary<string, string> Metadata { get; set; }

    public BlobRequestConditions Conditions { get; set; }
}

public class BlobDownloadOptions
{
    public BlobDownloadOptions()
    {
    }

    public HttpRange Range { get; set; }

    public BlobRequestConditions Conditions { get; set; }
}

public class BlobContainerEncryptionScopeOptions
{
    public BlobContainerEncryptionScopeOptions()
    {
    }

    public string DefaultEncryptionScope { get; set; }

    public bool PreventEncryptionScopeOverride { get; set; }
}

public class GetBlobsOptions
{
    public GetBlobsOptions()
    {
    }

    public BlobTraits Traits { get; set; }

    public BlobStates States { get; set; }

    public string Prefix { get; set; }
}
