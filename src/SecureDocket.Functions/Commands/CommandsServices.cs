using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Functions.Commands;

/// <summary>Registers what this room offers.</summary>
internal static class CommandsServices
{
    /// <summary>Adds what commands share.</summary>
    public static IServiceCollection AddCommands(this IServiceCollection services) => services
        .AddSingleton<IdempotentRequests>();
}
