using SecureDocket.Testing;

namespace SecureDocket.Azure.Tests.Ports;

/// <summary>The product's own adapters over Azurite, with a tap in between.</summary>
internal static class TappedAzure
{
    public static AzureClients Clients(AzuriteFixture azurite, StorageTap tap, int retries = 0, Telemetry? telemetry = null) => new(
        new AzureSettings { ConnectionString = azurite.ConnectionString },
        () => throw new InvalidOperationException("A connection string needs no credential."),
        new AzureTransport(tap.Wire, retries),
        telemetry ?? new Telemetry());

    public static VaultSigningKeys Keys(FakeKeyVault vault, StorageTap tap, int retries = 0, params string[] sitesWithKeys) =>
        OverVault(vault, tap, retries, sitesWithKeys).SigningKeys();

    public static VaultShardKeys ShardKeys(FakeKeyVault vault, StorageTap tap, int retries = 0) => OverVault(vault, tap, retries, []).ShardKeys();

    private static AzureClients OverVault(FakeKeyVault vault, StorageTap tap, int retries, string[] sitesWithKeys) => new(
        new AzureSettings { VaultUri = vault.VaultUri.AbsoluteUri, SitesWithKeys = sitesWithKeys }, () => new StaticTokenCredential(), new AzureTransport(tap.Wire, retries), new Telemetry());
}
