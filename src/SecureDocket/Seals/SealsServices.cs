using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Seals;

/// <summary>Registers what this room offers.</summary>
public static class SealsServices
{
    /// <summary>Adds sealed looks.</summary>
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
