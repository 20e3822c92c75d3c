using SecureDocket.Retention;

namespace SecureDocket.Functions.Retention;

/// <summary>Runs in the two hours after midnight UTC and reports what the rules of retention would dispose of.</summary>
public sealed class ReportRetentionFunction(ReportRetention retention, ILogger<ReportRetentionFunction> logger)
{
    /// <summary>Begins the night's report or continues it. It disposes of nothing.</summary>
    [Function("ReportRetention")]
    public async Task RunAsync([TimerTrigger("0 */5 0-1 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        if (await retention.ExecuteAsync(cancellationToken) is { } report)
        {
            Log.RetentionReported(logger, report.Dockets, report.Records, report.Held, report.FinishedAt is not null);
        }
    }
}
