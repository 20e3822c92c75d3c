using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Searches;

namespace SecureDocket.Functions.Searches;

/// <summary>Registers this room's services.</summary>
internal static class SearchesServices
{
    /// <summary>Adds the alarm for many misses.</summary>
    public static IServiceCollection AddSearchFunctions(this IServiceCollection services) => services.AddSingleton<ISearchAlarm, SearchAlarm>();
}
