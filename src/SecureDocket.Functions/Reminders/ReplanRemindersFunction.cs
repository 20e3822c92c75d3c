using SecureDocket.Reminders;

namespace SecureDocket.Functions.Reminders;

/// <summary>Every night: holds every docket's reminders against its dates and repairs what is out of step.</summary>
public sealed class ReplanRemindersFunction(ReplanReminders replan, ILogger<ReplanRemindersFunction> logger)
{
    /// <summary>Every ten minutes from 6:00 to 9:50 UTC, night at both coasts; each run carries the night's pass on, until it is through.</summary>
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
