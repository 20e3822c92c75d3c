using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Health;

/// <summary>Registers the services of this room.</summary>
public static class HealthServices
{
    /// <summary>Adds readiness and the marks of timers.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<CheckReadiness>()
            .AddSingleton<SmsEventLag>()
            .AddSingleton<TimerMarks>();
    }
}
