using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using SecureDocket.Storage;

namespace SecureDocket.Azure;

/// <summary>Blobs in Azure Blob storage.</summary>
/// <param name="data">The account of every container except those of <paramref name="journal"/>.</param>
/// <param name="journal">The account of the journal archive and of the copies of the dockets' wrapped keys, which may be the same.</param>
public sealed class AzureBlobs(BlobServiceClient data, BlobServiceClient journal) : IBlobs
{
    /// <inheritdoc />
    public async Task<bool> AddAsync(string container, string name, Blob blob, CancellationToken cancellationToken) =>
        await ReplaceAsync(container, name, blob, null, cancellationToken) is not null;

    /// <inheritdoc />
    public Task<string?> ReplaceAsync(
        string container, string name, Blob blob, string? version, CancellationToken cancellationToken) => Faults.MapAsync("blobs", async () =>
    {
        StorageLimits.Check(blob);
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = blob.MediaType },
            Conditions = version is null
                ? new BlobRequestConditions { IfNoneMatch = ETag.All }
                : new BlobRequestConditions { IfMatch = new ETag(version) },
        };
        try
        {
            var answer = await Container(container).GetBlobClient(name)
                .UploadAsync(BinaryData.FromBytes(blob.Content), options, cancellationToken);
            return answer.Value.ETag.ToString();
        }
        catch (RequestFailedException failure) when (failure.ErrorCode is "BlobAlreadyExists" or "ConditionNotMet")
        {
            return (string?)null;
        }
    }, cancellationToken);

    /// <inheritdoc />
    public Task<Blob?> FindAsync(string container, string name, CancellationToken cancellationToken) => Faults.MapAsync("blobs", async () =>
    {
        try
        {
            var answer = await Container(container).GetBlobClient(name).DownloadContentAsync(cancellationToken);
            var details = answer.Value.Details;
            return new Blob(answer.Value.Content.ToMemory(), details.ContentType) { Version = details.ETag.ToString() };
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == "BlobNotFound")
        {
            return null;
        }
    }, cancellationToken);

    /// <inheritdoc />
    public Task<bool> DeleteAsync(string container, string name, CancellationToken cancellationToken) => Faults.MapAsync("blobs", async () =>
    {
        try
        {
            await Container(container).GetBlobClient(name).DeleteAsync(cancellationToken: cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == "BlobNotFound")
        {
            return false;
        }
    }, cancellationToken);

    /// <summary>Creates the missing containers.</summary>
    internal async Task CreateAsync(CancellationToken cancellationToken)
    {
        foreach (var container in ContainerNames.All)
        {
            await Container(container).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }
    }

    private BlobContainerClient Container(string name) => (name is ContainerNames.Journal or ContainerNames.DocketKeys ? journal : data).GetBlobContainerClient(name);
}
