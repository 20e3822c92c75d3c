using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureDocket.Approvals;

namespace SecureDocket.Retention;

/// <summary>Registers the services of this room.</summary>
public static class RetentionServices
{
    /// <summary>Adds the erasure of dockets, and the rules of how long records are kept.</summary>
    public static IServiceCollection AddRetention(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IApprovalExecutor, EraseDocket>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IApprovalExecutor, RunRetention>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRetainedByDocket, RetainedDockets>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRetainedByDocket, RetainedPhotos>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRetainedByDocket, RetainedDocuments>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRetainedByDocket, RetainedDisclosures>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRetainedByDocket, RetainedSignIns>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRetainedByAge, RetainedWords>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRetainedByAge, RetainedSearches>());
        return services
            .AddSingleton<DropHints>()
            .AddSingleton<Erasing>()
            .AddSingleton<ReleaseReport>()
            .AddSingleton<ReportRetention>()
            .AddSingleton<RequestErasure>()
            .AddSingleton<RetentionStore>()
            .AddSingleton<SetRetentionRule>();
    }
}
