using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Encryption;

/// <summary>Registers the services of this room.</summary>
public static class EncryptionServices
{
    /// <summary>Adds shard keys and docket keys.</summary>
    public static IServiceCollection AddEncryption(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<DocketKeys>()
            .AddSingleton<ShardKeys>();
    }
}
