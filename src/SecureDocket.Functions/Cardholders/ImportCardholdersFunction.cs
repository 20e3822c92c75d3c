using System.Runtime.CompilerServices;
using System.Text.Json;
using SecureDocket.Cardholders;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>POST /api/v1/cardholders/import</c>: enrolls a roster with one person per line, and returns one result per line.</summary>
public sealed class ImportCardholdersFunction(ImportCardholders import, TimeProvider clock)
{
    /// <summary>200 with NDJSON while lines arrive; the last line is the summary.</summary>
    [Function("ImportCardholders"), Access(Roles.EnrollmentOfficer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cardholders/import")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (NdjsonLines.RefusalOf(request, ImportCardholders.LineLimit) is { } refusal)
        {
            return ProblemResult.Of(refusal);
        }

        request.HttpContext.Deadline().Limit(Deadline.OfImports, countsBody: true);
        var lines = NdjsonLines.ReadAsync(request.Body, ImportCardholders.LineLimit, cancellationToken);
        var results = import.ExecuteAsync(lines.Select(Read), request.Actor(), cancellationToken);
        return await NdjsonAnswer.WriteAsync(request.HttpContext, DescribeAsync(results, cancellationToken), cancellationToken);
    }

    private Result<EnrollmentForm> Read(Result<ReadOnlyMemory<byte>> line) =>
        JsonForm.Read(line, (json, faults) => CardholderBody.Read(json, clock.GetCurrentDate(), faults));

    private static async IAsyncEnumerable<byte[]> DescribeAsync(
        IAsyncEnumerable<ImportedLine> results, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (lines, enrolled, unchanged, refused) = (0, 0, 0, 0);
        await foreach (var line in results.WithCancellation(cancellationToken))
        {
            lines++;
            var view = Describe(line);
            enrolled += view.Outcome == "enrolled" ? 1 : 0;
            unchanged += view.Outcome == "unchanged" ? 1 : 0;
            refused += view.Outcome == "refused" ? 1 : 0;
            yield return JsonSerializer.SerializeToUtf8Bytes(view, CardholdersJson.Answers.ImportLineView);
        }

        var message = enrolled == 0 && refused == 0 ? "Nothing changed: everyone was already enrolled." : $"{enrolled} enrolled, {unchanged} unchanged, {refused} refused.";
        var summary = new ImportSummary(lines, enrolled, unchanged, refused, message);
        yield return JsonSerializer.SerializeToUtf8Bytes(summary, CardholdersJson.Answers.ImportSummary);
    }

    private static ImportLineView Describe(ImportedLine line)
    {
        var outcome = line.Enrollment?.Outcome switch
        {
            EnrollmentOutcome.Enrolled => "enrolled",
            EnrollmentOutcome.AlreadyEnrolled => "unchanged",
            _ => "refused",
        };
        return new ImportLineView(line.Number, outcome, line.Enrollment?.Id.ToString(), ProblemResult.Errors(line.Refusals));
    }
}

/// <summary>The result for one line of a roster.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Outcome"><c>enrolled</c>, <c>unchanged</c> or <c>refused</c>.</param>
/// <param name="CardholderId">The docket; absent when refused.</param>
/// <param name="Errors">Why it was refused; absent otherwise.</param>
public sealed record ImportLineView(int Line, string Outcome, string? CardholderId, IReadOnlyList<ProblemError>? Errors);

/// <summary>The last line of an import's response.</summary>
/// <param name="Lines">Lines read.</param>
/// <param name="Enrolled">Dockets opened.</param>
/// <param name="Unchanged">People already enrolled.</param>
/// <param name="Refused">Refused lines.</param>
/// <param name="Message">The summary in words.</param>
public sealed record ImportSummary(int Lines, int Enrolled, int Unchanged, int Refused, string Message);
