using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Inbox;

/// <summary>Registers the services of this room.</summary>
public static class InboxServices
{
    /// <summary>Adds what people have to read.</summary>
    public static IServiceCollection AddInbox(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.AddSingleton<InboxItems>()
            .AddSingleton<PeopleToCall>().AddSingleton<AssignItem>().AddSingleton<CloseItem>().AddSingleton<PurgeInbox>();
    }
}
