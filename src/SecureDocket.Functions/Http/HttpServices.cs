using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SecureDocket.Functions.Http;

/// <summary>Registers this room's services.</summary>
internal static class HttpServices
{
    /// <summary>Adds the view of the network that requests come through.</summary>
    public static IServiceCollection AddHttp(this IServiceCollection services)
    {
        services.TryAddSingleton<Network>();
        return services;
    }
}
