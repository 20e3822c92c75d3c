using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Conversations;

/// <summary>Registers what this room offers.</summary>
public static class ConversationsServices
{
    /// <summary>Adds the answers to texts from cardholders.</summary>
    public static IServiceCollection AddConversations(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<Answers>()
            .AddSingleton<RecordInboundText>();
    }
}
