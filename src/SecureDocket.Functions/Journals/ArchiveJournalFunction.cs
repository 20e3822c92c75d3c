using SecureDocket.Archive;

namespace SecureDocket.Functions.Journals;

/// <summary>Every hour: copies what was written into the archive, from which lost tables are rebuilt.</summary>
public sealed class ArchiveJournalFunction(ArchiveJournal archive, ILogger<ArchiveJournalFunction> logger)
{
    /// <summary>One run: it begins a pass, or carries one on that is under way.</summary>
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
