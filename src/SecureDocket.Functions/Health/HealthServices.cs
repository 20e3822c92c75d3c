using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Functions.Health;

/// <summary>Registers this room's services.</summary>
internal static class HealthServices
{
    /// <summary>Adds the check of the storage's format, the readiness probe and the timer schedules it checks against.</summary>
    public static IServiceCollection AddHealthFunctions(this IServiceCollection services) => services
        .AddHostedService<StorageFormatGate>()
        .AddSingleton<ReadinessProbe>()
        .AddSingleton(_ => TimerPlans.Find());
}
