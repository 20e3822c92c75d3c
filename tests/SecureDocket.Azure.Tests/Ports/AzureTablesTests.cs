using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Azure.Tests.Ports;

public sealed class AzureTablesTests(AzuriteFixture azurite) : TablesConformance, IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private readonly AzureClients _clients = TappedAzure.Clients(azurite, new StorageTap());

    protected override ITables Tables => _clients.Tables();

    public Task InitializeAsync() => _clients.CreateStorageAsync(default);

    public Task DisposeAsync() => Task.CompletedTask;
}
