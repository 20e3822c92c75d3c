using SecureDocket.Reminders;

namespace SecureDocket.Functions.Reminders;

/// <summary>Runs every minute and sends due reminders.</summary>
public sealed class SendDueRemindersFunction(SendDueReminders send, ILogger<SendDueRemindersFunction> logger)
{
    /// <summary>Runs once; the next run continues where this one stops.</summary>
    [Function("SendDueReminders")]
    public async Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var sent = await send.ExecuteAsync(cancellationToken);
        if (sent > 0)
        {
            Log.RemindersSent(logger, sent);
        }
    }
}
