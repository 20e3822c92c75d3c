using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Searches;

/// <summary>Registers the services of this room.</summary>
public static class SearchesServices
{
    /// <summary>Adds searches for people.</summary>
    public static IServiceCollection AddSearches(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<FindPeople>()
            .AddSingleton<SearchedDockets>()
            .AddSingleton<SearchLog>();
    }
}
