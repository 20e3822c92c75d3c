using System.Security.Cryptography;
using SecureDocket.Azure;
using SecureDocket.Cards;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Storage;

/// <summary>Tables in Azurite, and a secret and names that no other test shares.</summary>
public abstract class StoreTest(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    protected ITables Tables { get; private set; } = null!;

    protected KeyedHash Hash { get; } = new(RandomNumberGenerator.GetBytes(32));

    public async Task InitializeAsync()
    {
        var clients = new AzureClients(
            new AzureSettings { ConnectionString = azurite.ConnectionString },
            () => throw new InvalidOperationException("A connection string needs no credential."),
            transport: null,
            new Telemetry());
        await clients.CreateStorageAsync(CancellationToken.None);
        Tables = clients.Tables();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    protected static CardNumber NewCard() => CardNumber.FromBytes(RandomNumberGenerator.GetBytes(7));
}
