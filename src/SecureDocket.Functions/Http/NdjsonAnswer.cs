using System.Threading.Channels;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace SecureDocket.Functions.Http;

/// <summary>Streams an import's results, one per line.</summary>
/// <remarks>
/// Many clients send their whole body before they read any of the response. If the import waited for such a reader, both would
/// wait forever, so results are queued. Results are short, and there are at most as many as lines in one import.
/// </remarks>
internal static class NdjsonAnswer
{
    private static readonly byte[] s_newLine = "\n"u8.ToArray();

    /// <summary>Imports and responds within the call: a failure before the first line becomes a problem; a later one ends the response.</summary>
    public static async Task<IResult> WriteAsync(HttpContext http, IAsyncEnumerable<byte[]> lines, CancellationToken cancellationToken)
    {
        var response = http.Response;
        response.ContentType = NdjsonLines.MediaType;

        // A caller that is still sending must not be cut off as a slow reader.
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        var queue = Channel.CreateUnbounded<byte[]>(new() { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, cancellationToken);
        var importing = ImportAsync(lines, queue.Writer, stop.Token);
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
            // The import reads the request body, so it must end before the request does.
            await stop.CancelAsync();
            await importing;
        }

        return Results.Empty;
    }

    /// <summary>Imports and queues the results; a failure is raised at the end of the queue.</summary>
    private static async Task ImportAsync(IAsyncEnumerable<byte[]> lines, ChannelWriter<byte[]> queue, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var line in lines.WithCancellation(cancellationToken))
            {
                queue.TryWrite(line);
            }

            queue.Complete();
        }
#pragma warning disable CA1031 // Not swallowed: the reader of the queue throws it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            queue.Complete(failure);
        }
    }
}
