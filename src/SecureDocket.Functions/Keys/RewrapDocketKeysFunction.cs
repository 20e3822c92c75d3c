using SecureDocket.Keys;

namespace SecureDocket.Functions.Keys;

/// <summary>Runs from two to five in the morning UTC and wraps the dockets' keys anew, where the keys above them have a newer version.</summary>
public sealed class RewrapDocketKeysFunction(RewrapDocketKeys rewrap, ILogger<RewrapDocketKeysFunction> logger)
{
    /// <summary>Starts the night's pass or continues it.</summary>
    [Function("RewrapDocketKeys")]
    public async Task RunAsync([TimerTrigger("0 */5 2-4 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        if (await rewrap.ExecuteAsync(cancellationToken) is { } progress)
        {
            Log.DocketKeysRewrapped(logger, progress.Old, progress.IsDone);
        }
    }
}
