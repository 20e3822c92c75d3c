using SecureDocket.Closures;

namespace SecureDocket.Functions.Closures;

/// <summary>Runs every minute and moves or closes the dates that fall into announced closures.</summary>
public sealed class TellClosuresFunction(TellClosures tell, ILogger<TellClosuresFunction> logger)
{
    /// <summary>Runs once; the next run continues where this one stops.</summary>
    [Function("TellClosures")]
    public async Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var dates = await tell.ExecuteAsync(cancellationToken);
        if (dates > 0)
        {
            Log.ClosedDatesRead(logger, dates);
        }
    }
}
