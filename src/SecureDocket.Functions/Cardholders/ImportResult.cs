using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SecureDocket.Cardholders;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;

namespace SecureDocket.Functions.Cardholders;

/// <summary>Writes an import's results as they come, then the summary.</summary>
internal sealed class ImportResult(IAsyncEnumerable<ImportedLine> results) : IResult
{
    private static readonly byte[] s_newLine = "\n"u8.ToArray();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/x-ndjson";
        var (lines, enrolled, unchanged, refused) = (0, 0, 0, 0);
        await foreach (var line in results.WithCancellation(httpContext.RequestAborted))
        {
            lines++;
            var outcome = line.Enrollment?.Outcome switch
            {
                EnrollmentOutcome.Enrolled => "enrolled",
                EnrollmentOutcome.AlreadyEnrolled => "unchanged",
                _ => "refused",
            };
            enrolled += outcome == "enrolled" ? 1 : 0;
            unchanged += outcome == "unchanged" ? 1 : 0;
            refused += outcome == "refused" ? 1 : 0;
            var view = new ImportLineView(line.Number, outcome, line.Enrollment?.Id.ToString(), line.Refusals.Count == 0
                ? null
                : [.. line.Refusals.Select(refusal => new ProblemError(refusal.Code, refusal.Field, refusal.Detail))]);
            await WriteAsync(response, JsonSerializer.SerializeToUtf8Bytes(view, ApiJson.Readable.ImportLineView), httpContext.RequestAborted);
        }

        var message = enrolled == 0 && refused == 0 ? "Nothing changed: everybody was enrolled already." : $"{enrolled} enrolled, {unchanged} unchanged, {refused} refused.";
        var summary = new ImportSummary(lines, enrolled, unchanged, refused, message);
        await WriteAsync(response, JsonSerializer.SerializeToUtf8Bytes(summary, ApiJson.Readable.ImportSummary), httpContext.RequestAborted);
    }

    private static async Task WriteAsync(HttpResponse response, byte[] json, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(json, cancellationToken);
        await response.Body.WriteAsync(s_newLine, cancellationToken);
    }
}
