using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureDocket.Dockets;

namespace SecureDocket.StatusLists;

/// <summary>Registers the services of this room.</summary>
public static class StatusListsServices
{
    /// <summary>Adds status lists.</summary>
    public static IServiceCollection AddStatusLists(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDocketFollower, CardStatusFollower>());
        return services
            .AddSingleton<CardStates>()
            .AddSingleton<CompareStatusLists>()
            .AddSingleton<PublishStatusLists>()
            .AddSingleton<PublishedStates>()
            .AddSingleton<StatusChanges>()
            .AddSingleton<StatusIndexes>()
            .AddSingleton<StatusListStore>();
    }
}
