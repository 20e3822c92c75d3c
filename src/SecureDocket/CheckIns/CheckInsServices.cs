using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.CheckIns;

/// <summary>Registers the services of this room.</summary>
public static class CheckInsServices
{
    /// <summary>Adds check-ins and their slots.</summary>
    public static IServiceCollection AddCheckIns(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<BookCheckIn>()
            .AddSingleton<CancelCheckIn>()
            .AddSingleton<ChangeOffice>()
            .AddSingleton<FindOpenings>()
            .AddSingleton<MarkMissedCheckIns>()
            .AddSingleton<MoveCheckIn>()
            .AddSingleton<RecordAttendance>()
            .AddSingleton<Seats>()
            .AddSingleton<SetCheckInSchedule>()
            .AddSingleton<ViewCheckIns>()
            .AddSingleton<ViewSlots>();
    }
}
