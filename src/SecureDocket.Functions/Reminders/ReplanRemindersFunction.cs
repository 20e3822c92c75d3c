using SecureDocket.Reminders;

namespace SecureDocket.Functions.Reminders;

/// <summary>Runs every night, compares every docket's reminders with its dates, and repairs differences.</summary>
public sealed class ReplanRemindersFunction(ReplanReminders replan, ILogger<ReplanRemindersFunction> logger)
{
    /// <summary>Every ten minutes from 6:00 to 9:50 UTC, when it is night on both coasts; each run continues the night's pass until it is complete.</summary>
    [Function("ReplanReminders")]
    public async Task RunAsync([TimerTrigger("0 */10 6-9 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        if (await replan.ExecuteAsync(cancellationToken) is not { IsDone: true } pass)
        {
            return;
        }

        Log.RemindersCompared(logger, pass.Looked);
        if (pass.Repaired > 0)
        {
            Log.RemindersRepaired(logger, pass.Repaired, pass.Looked);
        }
    }
}
