using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureDocket.Approvals;

namespace SecureDocket.Cards;

/// <summary>Registers the services of this room.</summary>
public static class CardsServices
{
    /// <summary>Adds cards.</summary>
    public static IServiceCollection AddCards(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IApprovalExecutor, BulkRevocation>());
        return services
            .AddSingleton<CardIntents>()
            .AddSingleton<CardRevocations>()
            .AddSingleton<ExpireCards>()
            .AddSingleton<IssueCard>()
            .AddSingleton<IssuedCards>()
            .AddSingleton<ChangeCardStatus>().AddSingleton<ReportFound>()
            .AddSingleton<RevocationShares>()
            .AddSingleton<RevokeCards>()
            .AddSingleton<ViewCard>();
    }
}
