using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Limits;

/// <summary>Registers the services of this room.</summary>
public static class LimitsServices
{
    /// <summary>Adds rate limits.</summary>
    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<RateLimits>();
    }
}
