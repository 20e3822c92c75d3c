using SecureDocket.Archive;

namespace SecureDocket.Functions.Journals;

/// <summary>Runs every hour and copies new rows into the archive, from which lost tables can be rebuilt.</summary>
public sealed class ArchiveJournalFunction(ArchiveJournal archive, ILogger<ArchiveJournalFunction> logger)
{
    /// <summary>Starts a pass or continues the current one.</summary>
    [Function("ArchiveJournal")]
    public async Task RunAsync([TimerTrigger("0 20 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var progress = await archive.ExecuteAsync(cancellationToken);
        if (progress.IsDone)
        {
            Log.JournalArchived(logger, progress.Pass, progress.Rows, progress.Segments);
        }
        else
        {
            Log.JournalArchiveGoesOn(logger, progress.Pass, progress.Rows, progress.Segments);
        }
    }
}
