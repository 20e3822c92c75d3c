using Azure.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureDocket.Encryption;
using SecureDocket.Messages;
using SecureDocket.Signing;
using SecureDocket.Storage;

namespace SecureDocket.Azure;

/// <summary>Registers the adapters.</summary>
public static class AzureServices
{
    /// <summary>Adds an adapter for each port that the host has not brought itself. They take <see cref="AzureSettings"/> and, in tests, an <see cref="AzureTransport"/>.</summary>
    public static IServiceCollection AddAzure(this IServiceCollection services)
    {
        services.TryAddSingleton(provider =>
            AzureClients.CredentialOf(provider.GetRequiredService<AzureSettings>().ClientId, provider.GetService<AzureTransport>()));
        services.TryAddSingleton(provider => new AzureClients(
            provider.GetRequiredService<AzureSettings>(),
            provider.GetRequiredService<TokenCredential>,
            provider.GetService<AzureTransport>(),
            provider.GetRequiredService<Telemetry>()));
        services.TryAddSingleton<ITables>(provider => provider.GetRequiredService<AzureClients>().Tables());
        services.TryAddSingleton<IBlobs>(provider => provider.GetRequiredService<AzureClients>().Blobs());
        services.TryAddSingleton<ISigningKeys>(provider => provider.GetRequiredService<AzureClients>().SigningKeys());
        services.TryAddSingleton<IShardKeyVault>(provider => provider.GetRequiredService<AzureClients>().ShardKeys());
        services.TryAddSingleton<ISms>(provider => provider.GetRequiredService<AzureClients>().Sms());
        return services;
    }
}
