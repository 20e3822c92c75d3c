using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureDocket.Approvals;

namespace SecureDocket.Retention;

/// <summary>Registers the services of this room.</summary>
public static class RetentionServices
{
    /// <summary>Adds the erasure of dockets.</summary>
    public static IServiceCollection AddRetention(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IApprovalExecutor, EraseDocket>());
        return services
            .AddSingleton<DropHints>()
            .AddSingleton<RequestErasure>();
    }
}
