using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using SecureDocket.Cardholders;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;

namespace SecureDocket.Functions.Cardholders;

/// <summary>Writes an import's results as they come, then the summary.</summary>
/// <remarks>
/// Many a client sends its whole body before it reads a word of the answer. The import must not wait for such a reader, or
/// both would wait for ever; so results queue up. They are as many as the lines of one import, and short.
/// </remarks>
internal sealed class ImportResult(IAsyncEnumerable<ImportedLine> results) : IResult
{
    private static readonly byte[] s_newLine = "\n"u8.ToArray();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/x-ndjson";

        // Who is still sending is no slow reader to be cut off.
        if (httpContext.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        var queue = Channel.CreateUnbounded<byte[]>(new() { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted);
        var importing = ImportAsync(queue.Writer, stop.Token);
        try
        {
            await foreach (var json in queue.Reader.ReadAllAsync(stop.Token))
            {
                await response.Body.WriteAsync(json, stop.Token);
                await response.Body.WriteAsync(s_newLine, stop.Token);
            }
        }
        finally
        {
            // The import reads the request's body: it must have ended before the request does.
            await stop.CancelAsync();
            await importing;
        }
    }

    /// <summary>Imports and queues the results; a failure comes out at the queue's end.</summary>
    private async Task ImportAsync(ChannelWriter<byte[]> queue, CancellationToken cancellationToken)
    {
        try
        {
            var (lines, enrolled, unchanged, refused) = (0, 0, 0, 0);
            await foreach (var line in results.WithCancellation(cancellationToken))
            {
                lines++;
                var view = Describe(line);
                enrolled += view.Outcome == "enrolled" ? 1 : 0;
                unchanged += view.Outcome == "unchanged" ? 1 : 0;
                refused += view.Outcome == "refused" ? 1 : 0;
                queue.TryWrite(JsonSerializer.SerializeToUtf8Bytes(view, ApiJson.Readable.ImportLineView));
            }

            var message = enrolled == 0 && refused == 0 ? "Nothing changed: everybody was enrolled already." : $"{enrolled} enrolled, {unchanged} unchanged, {refused} refused.";
            var summary = new ImportSummary(lines, enrolled, unchanged, refused, message);
            queue.TryWrite(JsonSerializer.SerializeToUtf8Bytes(summary, ApiJson.Readable.ImportSummary));
            queue.Complete();
        }
#pragma warning disable CA1031 // Nothing is swallowed: the reader of the queue throws it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            queue.Complete(failure);
        }
    }

    private static ImportLineView Describe(ImportedLine line)
    {
        var outcome = line.Enrollment?.Outcome switch
        {
            EnrollmentOutcome.Enrolled => "enrolled",
            EnrollmentOutcome.AlreadyEnrolled => "unchanged",
            _ => "refused",
        };
        return new ImportLineView(line.Number, outcome, line.Enrollment?.Id.ToString(), line.Refusals.Count == 0
            ? null
            : [.. line.Refusals.Select(refusal => new ProblemError(refusal.Code, refusal.Field, refusal.Detail))]);
    }
}
