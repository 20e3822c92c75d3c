namespace SecureDocket.Cardholders;

/// <summary>Enrolls a whole roster, several lines in parallel, with results in the order of the roster.</summary>
public sealed class ImportCardholders(EnrollCardholder enroll, TimeProvider clock)
{
    /// <summary>The maximum number of lines of one import.</summary>
    public const int LineLimit = 10_000;

    /// <summary>Enrolls every valid line; an invalid line never stops the others.</summary>
    /// <param name="lines">The lines of the roster as validated, in order.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="cancellationToken">Stops the import; importing again resumes where it stopped.</param>
    public IAsyncEnumerable<ImportedLine> ExecuteAsync(
        IAsyncEnumerable<Result<EnrollmentForm>> lines, Actor actor, CancellationToken cancellationToken) =>
        ImportWindow.RunAsync(
            lines,
            (earlier, later) => earlier.Details.ANumber == later.Details.ANumber,
            (line, token) => enroll.ExecuteAsync(line, actor, OperationId.New(), token),
            clock,
            cancellationToken).Select(line => new ImportedLine(line.Number, line.Result.Value, line.Result.Refusals));
}

/// <summary>The result of a line.</summary>
/// <param name="Number">The line number, from 1.</param>
/// <param name="Enrollment">The enrollment; null if the line was refused.</param>
/// <param name="Refusals">Why it was refused.</param>
public sealed record ImportedLine(int Number, Enrollment? Enrollment, IReadOnlyList<Refusal> Refusals);
