using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureDocket.SignIns;

namespace SecureDocket.Functions.Portal;

/// <summary>Registers this room's services.</summary>
internal static class PortalServices
{
    /// <summary>Adds the portal.</summary>
    public static IServiceCollection AddPortal(this IServiceCollection services)
    {
        // Response times use real time, not a test's clock.
        services.TryAddSingleton(provider => new ConstantTimeResponses(provider.GetRequiredService<SignInOptions>(), TimeProvider.System));
        return services
            .AddSingleton<PortalLanguages>()
            .AddSingleton<PortalPages>()
            .AddSingleton<PortalSessions>()
            .AddSingleton<SettingsPage>()
            .AddSingleton<Venues>();
    }
}
