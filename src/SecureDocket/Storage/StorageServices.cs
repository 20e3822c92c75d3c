using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Storage;

/// <summary>Registers the services of this room.</summary>
public static class StorageServices
{
    /// <summary>Adds lookups and the idempotency log.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<PurgeIdempotencyRecords>()
            .AddSingleton<IdempotencyLog>()
            .AddSingleton<Lookups>();
    }
}
