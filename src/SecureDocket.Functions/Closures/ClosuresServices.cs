using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Functions.Closures;

/// <summary>Registers this room's services.</summary>
internal static class ClosuresServices
{
    /// <summary>Adds what the functions about closures of offices and of courts share.</summary>
    public static IServiceCollection AddClosureRequests(this IServiceCollection services) => services.AddSingleton<ClosureRequests>();
}
