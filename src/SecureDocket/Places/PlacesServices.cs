using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Places;

/// <summary>Registers the services of this room.</summary>
public static class PlacesServices
{
    /// <summary>Adds sites, courts and offices.</summary>
    public static IServiceCollection AddPlaces(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<CourtStore>()
            .AddSingleton<OfficeStore>()
            .AddSingleton<SiteStore>();
    }
}
