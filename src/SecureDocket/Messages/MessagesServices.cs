using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Messages;

/// <summary>Registers what this room offers.</summary>
public static class MessagesServices
{
    /// <summary>Adds texts on their way.</summary>
    public static IServiceCollection AddMessages(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<DropOldQuarantine>()
            .AddSingleton<Phones>()
            .AddSingleton<Quarantine>()
            .AddSingleton<SenderRates>();
    }
}
