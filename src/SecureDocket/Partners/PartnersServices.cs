using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Partners;

/// <summary>Registers the services of this room.</summary>
public static class PartnersServices
{
    /// <summary>Adds partners and their quotas.</summary>
    public static IServiceCollection AddPartners(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<AdmitPartner>()
            .AddSingleton<PartnerDays>()
            .AddSingleton<PartnerMeters>()
            .AddSingleton<PartnerRegistry>()
            .AddSingleton<PartnerStore>()
            .AddSingleton<RegisterPartner>()
            .AddSingleton<ReportUsage>()
            .AddSingleton<RevokePartner>()
            .AddSingleton<ViewPartners>();
    }
}
