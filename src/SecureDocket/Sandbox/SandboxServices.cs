using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Sandbox;

/// <summary>Registers the services of this room.</summary>
public static class SandboxServices
{
    /// <summary>Adds the sandbox.</summary>
    public static IServiceCollection AddSandbox(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<SandboxWorld>()
            .AddSingleton<VerifySandboxCard>();
    }
}
