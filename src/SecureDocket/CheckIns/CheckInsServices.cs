using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureDocket.Dockets;

namespace SecureDocket.CheckIns;

/// <summary>Registers the services of this room.</summary>
public static class CheckInsServices
{
    /// <summary>Adds check-ins and their slots.</summary>
    public static IServiceCollection AddCheckIns(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDocketFollower, OfficeDayFollower>());
        return services
            .AddSingleton<BookCheckIn>()
            .AddSingleton<CancelCheckIn>()
            .AddSingleton<ChangeOffice>()
            .AddSingleton<FindOpenings>()
            .AddSingleton<JudgeMiss>()
            .AddSingleton<MarkMissedCheckIns>()
            .AddSingleton<MoveCheckIn>()
            .AddSingleton<NoteCheckIn>()
            .AddSingleton<OfficeDays>()
            .AddSingleton<OfficeWork>()
            .AddSingleton<ViewOfficeWork>()
            .AddSingleton<RecordAttendance>()
            .AddSingleton<Seats>()
            .AddSingleton<SendHome>()
            .AddSingleton<SetCheckInSchedule>()
            .AddSingleton<ViewCheckIns>()
            .AddSingleton<ViewMissed>()
            .AddSingleton<ViewOfficeDay>()
            .AddSingleton<ViewOffices>()
            .AddSingleton<ViewSlots>();
    }
}
