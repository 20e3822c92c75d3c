using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureDocket.Dockets;

namespace SecureDocket.Hearings;

/// <summary>Registers the services of this room.</summary>
public static class HearingsServices
{
    /// <summary>Adds hearings.</summary>
    public static IServiceCollection AddHearings(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDocketFollower, CourtDayFollower>());
        return services
            .AddSingleton<CourtDays>()
            .AddSingleton<HearingQuarantine>()
            .AddSingleton<ImportHearings>()
            .AddSingleton<ReleaseHearing>()
            .AddSingleton<ReleaseHearingId>()
            .AddSingleton<ResetHearingVersion>()
            .AddSingleton<SetHearing>()
            .AddSingleton<ViewCourtDay>()
            .AddSingleton<ViewHearings>();
    }
}
