using SecureDocket.Archive;

namespace SecureDocket.Functions.Journals;

/// <summary>Runs every hour, after the archive, and copies the wrapped keys of the dockets to its account: without them nothing could be rebuilt.</summary>
public sealed class CopyDocketKeysFunction(CopyDocketKeys copy, ILogger<CopyDocketKeysFunction> logger)
{
    /// <summary>Starts a copy or continues the current one.</summary>
    [Function("CopyDocketKeys")]
    public async Task RunAsync([TimerTrigger("0 25 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var progress = await copy.ExecuteAsync(cancellationToken);
        Log.DocketKeysCopied(logger, progress.Keys, progress.IsDone);
    }
}
