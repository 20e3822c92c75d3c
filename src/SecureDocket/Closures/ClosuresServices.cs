using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureDocket.Approvals;

namespace SecureDocket.Closures;

/// <summary>Registers the services of this room.</summary>
public static class ClosuresServices
{
    /// <summary>Adds closures of offices and courts.</summary>
    public static IServiceCollection AddClosures(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IApprovalExecutor, ClosureApproval>());
        return services
            .AddSingleton<AnnounceClosure>()
            .AddSingleton<ClosureStore>()
            .AddSingleton<CourtDates>()
            .AddSingleton<OfficeDates>()
            .AddSingleton<PreviewClosure>()
            .AddSingleton<TellClosures>()
            .AddSingleton<ViewClosures>()
            .AddSingleton<WithdrawClosure>();
    }
}
