using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using SecureDocket.Storage;

namespace SecureDocket.Azure;

/// <summary>Blobs in Azure Blob storage.</summary>
public sealed class AzureBlobs(BlobServiceClient service) : IBlobs
{
    /// <inheritdoc />
    public Task<bool> AddAsync(string container, string name, Blob blob, CancellationToken cancellationToken) => Faults.MapAsync("blobs", async () =>
    {
        StorageLimits.Check(blob);
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = blob.MediaType },
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
        };
        try
        {
            await service.GetBlobContainerClient(container).GetBlobClient(name)
                .UploadAsync(BinaryData.FromBytes(blob.Content), options, cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.ErrorCode is "BlobAlreadyExists" or "ConditionNotMet")
        {
            return false;
        }
    }, cancellationToken);

    /// <inheritdoc />
    public Task<Blob?> FindAsync(string container, string name, CancellationToken cancellationToken) => Faults.MapAsync("blobs", async () =>
    {
        try
        {
            var answer = await service.GetBlobContainerClient(container).GetBlobClient(name).DownloadContentAsync(cancellationToken);
            return new Blob(answer.Value.Content.ToMemory(), answer.Value.Details.ContentType);
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == "BlobNotFound")
        {
            return null;
        }
    }, cancellationToken);
}
