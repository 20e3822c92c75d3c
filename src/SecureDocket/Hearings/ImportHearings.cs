namespace SecureDocket.Hearings;

/// <summary>Imports a feed of hearings, several lines in parallel, with results in the order of the feed.</summary>
public sealed class ImportHearings(SetHearing set, TimeProvider clock)
{
    /// <summary>The maximum number of lines of one import.</summary>
    public const int LineLimit = 10_000;

    /// <summary>Imports every valid line; an invalid line never stops the others.</summary>
    /// <param name="lines">The lines of the feed as validated, in order.</param>
    /// <param name="actor">The feed.</param>
    /// <param name="cancellationToken">Stops the import; importing again resumes where it stopped.</param>
    public IAsyncEnumerable<ImportedHearing> ExecuteAsync(
        IAsyncEnumerable<Result<HearingEntry>> lines, Actor actor, CancellationToken cancellationToken) =>
        ImportWindow.RunAsync(
            lines,

            // A docket takes one change at a time, so lines about the same docket would only compete.
            (earlier, later) => earlier.ANumber == later.ANumber || earlier.Hearing.Id == later.Hearing.Id,
            (entry, token) => set.ExecuteAsync(entry, actor, token),
            clock,
            cancellationToken).Select(line => new ImportedHearing(line.Number, line.Result.Value, line.Result.Refusals));
}

/// <summary>The result of a line.</summary>
/// <param name="Number">The line number, from 1.</param>
/// <param name="OnRecord">The hearing on record; null if the line was refused.</param>
/// <param name="Refusals">The reasons for the refusal.</param>
public sealed record ImportedHearing(int Number, HearingOnRecord? OnRecord, IReadOnlyList<Refusal> Refusals);
