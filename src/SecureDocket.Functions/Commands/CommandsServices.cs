using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Functions.Commands;

/// <summary>Registers this room's services.</summary>
internal static class CommandsServices
{
    /// <summary>Adds what commands share.</summary>
    public static IServiceCollection AddCommands(this IServiceCollection services) => services
        .AddSingleton<IdempotentRequests>();
}
