using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Dockets;

/// <summary>Registers the services of this room.</summary>
public static class DocketsServices
{
    /// <summary>Adds dockets.</summary>
    public static IServiceCollection AddDockets(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<DocketBlobs>()
            .AddSingleton<DocketStore>()
            .AddSingleton<DocketTable>()
            .AddSingleton<Erasures>()
            .AddSingleton<KeptWords>()
            .AddSingleton<StorageFormat>();
    }
}
