using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Limits;

/// <summary>Registers what this room offers.</summary>
public static class LimitsServices
{
    /// <summary>Adds limits of what may happen only so often.</summary>
    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<Allowances>();
    }
}
