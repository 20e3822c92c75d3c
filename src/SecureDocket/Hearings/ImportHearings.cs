namespace SecureDocket.Hearings;

/// <summary>Takes a whole feed of hearings: several lines in flight, results in the feed's order.</summary>
public sealed class ImportHearings(SetHearing set, TimeProvider clock)
{
    /// <summary>The most lines of one import.</summary>
    public const int LineLimit = 10_000;

    /// <summary>Takes every line that can be; a bad line never stops the others.</summary>
    /// <param name="lines">The feed's lines as checked, in order.</param>
    /// <param name="actor">Who feeds.</param>
    /// <param name="cancellationToken">Stops the import; importing again resumes where it stopped.</param>
    public IAsyncEnumerable<ImportedHearing> ExecuteAsync(
        IAsyncEnumerable<Result<HearingEntry>> lines, Actor actor, CancellationToken cancellationToken) =>
        ImportWindow.RunAsync(
            lines,

            // One docket takes one change at a time; lines about it would only run against each other.
            (earlier, later) => earlier.ANumber == later.ANumber || earlier.Hearing.Id == later.Hearing.Id,
            (entry, token) => set.ExecuteAsync(entry, actor, token),
            clock,
            cancellationToken).Select(line => new ImportedHearing(line.Number, line.Result.Value, line.Result.Refusals));
}

/// <summary>What became of a line.</summary>
/// <param name="Number">The line, from 1.</param>
/// <param name="OnRecord">The hearing as it stands; null when the line was refused.</param>
/// <param name="Refusals">Why it was refused.</param>
public sealed record ImportedHearing(int Number, HearingOnRecord? OnRecord, IReadOnlyList<Refusal> Refusals);
