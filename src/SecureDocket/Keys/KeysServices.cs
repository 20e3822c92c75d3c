using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureDocket.Approvals;

namespace SecureDocket.Keys;

/// <summary>Registers the services of this room.</summary>
public static class KeysServices
{
    /// <summary>Adds the withdrawal of signing keys, and the rotation of the keys that wrap the dockets' keys.</summary>
    public static IServiceCollection AddKeys(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IApprovalExecutor, KeyWithdrawal>());
        return services
            .AddSingleton<CardsOfKey>()
            .AddSingleton<RewrapDocketKeys>()
            .AddSingleton<ViewKeyCards>()
            .AddSingleton<WithdrawKey>();
    }
}
