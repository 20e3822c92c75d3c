using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Functions.Commands;

/// <summary>Registers this room's services.</summary>
internal static class CommandsServices
{
    /// <summary>Adds the services shared by commands.</summary>
    public static IServiceCollection AddCommands(this IServiceCollection services) => services
        .AddSingleton<IdempotentRequests>();
}
