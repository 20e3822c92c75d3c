using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using SecureDocket.Disclosures;

namespace SecureDocket.Functions.Access;

/// <summary>Registers this room's services.</summary>
internal static class AccessServices
{
    /// <summary>Adds the access rules and the token validation.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.TryAddSingleton<BaseConfigurationManager>(provider => new ConfigurationManager<OpenIdConnectConfiguration>(
            provider.GetRequiredService<AccessOptions>().MetadataAddress.AbsoluteUri,
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(new HttpClient { Timeout = TimeSpan.FromSeconds(10) })));
        return services
            .AddSingleton<AccessRules>()
            .AddSingleton<IOpeningAlarm, OpeningAlarm>()
            .AddSingleton<RouteTable>()
            .AddSingleton<TokenValidator>();
    }
}
