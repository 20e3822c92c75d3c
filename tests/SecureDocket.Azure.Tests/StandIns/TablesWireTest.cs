using Azure.Data.Tables;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Azure.Tests.StandIns;

/// <summary>
/// Wire-level tests of the tables client against Azurite. They hold for the official package and for its stand-in, and
/// use nothing that only one of them has. Each test has a table of its own.
/// </summary>
public abstract class TablesWireTest(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    protected AzuriteFixture Azurite { get; } = azurite;

    protected TableServiceClient Service { get; } = new(azurite.ConnectionString);

    protected TableClient Table { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Table = Service.GetTableClient(AzuriteFixture.UniqueName());
        await Table.CreateIfNotExistsAsync();
    }

    public async Task DisposeAsync() => await Table.DeleteAsync();

    protected static TableEntity Row(string rowKey, int number = 0) => new("p", rowKey) { ["Number"] = number };

    protected async Task<int?> NumberOf(string rowKey) => (await Table.GetEntityAsync<TableEntity>("p", rowKey)).Value.GetInt32("Number");
}
