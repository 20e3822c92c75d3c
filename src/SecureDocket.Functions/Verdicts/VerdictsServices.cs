using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Functions.Verdicts;

/// <summary>Registers this room's services.</summary>
internal static class VerdictsServices
{
    /// <summary>Adds the throttle of public verifications.</summary>
    public static IServiceCollection AddVerdictFunctions(this IServiceCollection services) => services
        .AddSingleton<PublicThrottle>();
}
