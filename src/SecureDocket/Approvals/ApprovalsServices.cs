using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Approvals;

/// <summary>Registers the services of this room.</summary>
public static class ApprovalsServices
{
    /// <summary>Adds approvals by a second person.</summary>
    public static IServiceCollection AddApprovals(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<ApprovalRuns>()
            .AddSingleton<ApprovalStore>()
            .AddSingleton<Approve>()
            .AddSingleton<ContinueApprovals>()
            .AddSingleton<RequestApproval>()
            .AddSingleton<ViewApprovals>();
    }
}
