using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Dockets;

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
            .AddSingleton<NameIndex>()
            .AddSingleton<IDocketFollower, NameFollower>()
            .AddSingleton<SearchedDockets>()
            .AddSingleton<SearchLog>();
    }
}
