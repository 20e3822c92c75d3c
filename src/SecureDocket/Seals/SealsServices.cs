using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Seals;

/// <summary>Registers the services of this room.</summary>
public static class SealsServices
{
    /// <summary>Adds seals.</summary>
    public static IServiceCollection AddSeals(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<DecideSeal>()
            .AddSingleton<ReportSeals>()
            .AddSingleton<SealStore>()
            .AddSingleton<ViewSeals>();
    }
}
