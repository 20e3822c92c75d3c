using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Functions.Partners;

/// <summary>Registers this room's services.</summary>
internal static class PartnersServices
{
    /// <summary>Adds the memory of partners' refusals, and the keeper of their counts.</summary>
    public static IServiceCollection AddPartnerFunctions(this IServiceCollection services) => services
        .AddSingleton<RefusedPartners>()
        .AddHostedService<PartnerCountsKeeper>();
}
