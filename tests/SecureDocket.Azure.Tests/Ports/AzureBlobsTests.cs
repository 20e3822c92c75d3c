using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Azure.Tests.Ports;

public sealed class AzureBlobsTests(AzuriteFixture azurite) : BlobsConformance, IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private readonly AzureClients _clients = TappedAzure.Clients(azurite, new StorageTap());

    protected override IBlobs Blobs => _clients.Blobs();

    public Task InitializeAsync() => _clients.CreateStorageAsync(default);

    public Task DisposeAsync() => Task.CompletedTask;
}
