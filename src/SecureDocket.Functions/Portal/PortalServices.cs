using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureDocket.SignIns;

namespace SecureDocket.Functions.Portal;

/// <summary>Registers what this room offers.</summary>
internal static class PortalServices
{
    /// <summary>Adds the portal.</summary>
    public static IServiceCollection AddPortal(this IServiceCollection services)
    {
        // A test's clock must not decide when a sign-in is answered.
        services.TryAddSingleton(provider => new SteadyAnswers(provider.GetRequiredService<SignInOptions>(), TimeProvider.System));
        return services
            .AddSingleton<PortalLanguages>()
            .AddSingleton<PortalPages>()
            .AddSingleton<PortalSessions>()
            .AddSingleton<Venues>();
    }
}
