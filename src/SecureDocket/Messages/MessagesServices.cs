using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Messages;

/// <summary>Registers the services of this room.</summary>
public static class MessagesServices
{
    /// <summary>Adds the sending and receiving of texts.</summary>
    public static IServiceCollection AddMessages(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<PurgeQuarantine>()
            .AddSingleton<Phones>()
            .AddSingleton<PreviewText>()
            .AddSingleton<Quarantine>()
            .AddSingleton<SenderRates>();
    }
}
