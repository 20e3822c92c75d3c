using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Azure;
using SecureDocket.Encryption;
using SecureDocket.Signing;
using SecureDocket.Testing;

namespace SecureDocket.Functions.Tests.Observability;

/// <summary>A host with a vault of its own, everything that leaves it under watch, and a storage and vault that can be made to fail.</summary>
public sealed class CanaryFixture : ApiFixture, IDisposable
{
    private readonly FakeKeyVault _vault = new();

    public CanaryFixture() => Tap = new(_vault);

    public Tripwire Tripwire { get; } = new();

    public StorageTap Tap { get; }

    internal override Task RotateCardKeyAsync()
    {
        _vault.Rotate("card-signing");
        return Task.CompletedTask;
    }

    protected override async Task<TestHost> StartAsync()
    {
        var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        return await TestHost.StartAsync(azurite, Configure);
    }

    private void Configure(IServiceCollection services)
    {
        _vault.CreateKey("anchor");
        _vault.CreateKey("card-signing");
        _vault.CreateKey("list-signing");
        Tap.Watch = Tripwire.See;
        _vault.CreateWrappingKey("docket-shards");
        var transport = new AzureTransport(Tap.Wire, Retries: 0);
        AzureClients Clients(IServiceProvider provider) => new(
            new() { VaultUri = _vault.VaultUri.AbsoluteUri, AnchorKeyName = "anchor" }, () => new StaticTokenCredential(), transport, provider.GetRequiredService<Telemetry>());
        services
            .AddSingleton(transport)
            .AddSingleton<ISigningKeys>(provider => Clients(provider).SigningKeys())
            .AddSingleton<IShardKeyVault>(provider => Clients(provider).ShardKeys());
        Tokens.AddTo(services);
        Tripwire.AddTo(services);
    }

    public void Dispose()
    {
        _vault.Dispose();
        Tripwire.Dispose();
    }
}
