using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SecureDocket.Functions.Http;

/// <summary>Registers this room's services.</summary>
internal static class HttpServices
{
    /// <summary>Adds the service that determines the network of a request.</summary>
    public static IServiceCollection AddHttp(this IServiceCollection services)
    {
        services.TryAddSingleton<Network>();
        return services;
    }
}
