using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Conversations;

/// <summary>Registers the services of this room.</summary>
public static class ConversationsServices
{
    /// <summary>Adds the replies to texts from cardholders.</summary>
    public static IServiceCollection AddConversations(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<Replies>()
            .AddSingleton<KeptParts>()
            .AddSingleton<TextParts>()
            .AddSingleton<MoveByText>()
            .AddSingleton<RaiseText>()
            .AddSingleton<ViewInboxItem>()
            .AddSingleton<MeasureAnswer>()
            .AddSingleton<AnswerItem>()
            .AddSingleton<RecordInboundText>();
    }
}
