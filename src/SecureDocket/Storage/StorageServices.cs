using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Storage;

/// <summary>Registers what this room offers.</summary>
public static class StorageServices
{
    /// <summary>Adds lookups and repeated requests.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<DropOldRequests>()
            .AddSingleton<IdempotencyLog>()
            .AddSingleton<Lookups>();
    }
}
