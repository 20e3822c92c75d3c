using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Verdicts;

/// <summary>Registers the services of this room.</summary>
public static class VerdictsServices
{
    /// <summary>Adds verification.</summary>
    public static IServiceCollection AddVerdicts(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<VerifyCard>();
    }
}
