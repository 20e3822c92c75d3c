using SecureDocket.Reminders;

namespace SecureDocket.Functions.Reminders;

/// <summary>Runs every ten minutes and settles reminders that the provider accepted but sent no receipt for within a day.</summary>
public sealed class SettleUnansweredRemindersFunction(SettleUnansweredReminders settle, ILogger<SettleUnansweredRemindersFunction> logger)
{
    /// <summary>Runs once; the next run continues where this one stops.</summary>
    [Function("SettleUnansweredReminders")]
    public async Task RunAsync([TimerTrigger("0 */10 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var settled = await settle.ExecuteAsync(cancellationToken);
        if (settled > 0)
        {
            Log.RemindersWithoutReceipt(logger, settled);
        }
    }
}
