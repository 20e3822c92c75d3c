using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Functions.Partners;

/// <summary>Registers this room's services.</summary>
internal static class PartnersServices
{
    /// <summary>Adds the log of refused partners and the service that saves partner counts.</summary>
    public static IServiceCollection AddPartnerFunctions(this IServiceCollection services) => services
        .AddSingleton<RefusedPartners>()
        .AddHostedService<PartnerCountsKeeper>();
}
