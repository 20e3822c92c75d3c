using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Signing;

/// <summary>Registers the services of this room.</summary>
public static class SigningServices
{
    /// <summary>Adds the signing keys.</summary>
    public static IServiceCollection AddSigning(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<EndorseKeys>()
            .AddSingleton<KeyRegister>()
            .AddSingleton<KeyRing>();
    }
}
