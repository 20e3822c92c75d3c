using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureDocket.Dockets;
using SecureDocket.Messages;

namespace SecureDocket.Reminders;

/// <summary>Registers the services of this room.</summary>
public static class RemindersServices
{
    /// <summary>Adds reminders.</summary>
    public static IServiceCollection AddReminders(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDocketFollower, ReminderFollower>());
        return services
            .AddSingleton<ClaimOutcomes>()
            .AddSingleton<ConfirmDate>()
            .AddSingleton<DueReminders>()
            .AddSingleton<RecordDeliveryReport>()

            // Who rebuilds tables sends nothing and has no settings of texts.
            .AddSingleton(provider => new ReminderPlan(provider.GetService<SmsOptions>()?.Window ?? new()))
            .AddSingleton<ReminderText>()
            .AddSingleton<ReplanReminders>()
            .AddSingleton<ReportReminders>()
            .AddSingleton<SendDueReminders>()
            .AddSingleton<SendReminder>()
            .AddSingleton<SettleUnansweredReminders>()
            .AddSingleton<UntoldNews>()
            .AddSingleton<ViewReminders>()
            .AddSingleton<Watermarks>();
    }
}
