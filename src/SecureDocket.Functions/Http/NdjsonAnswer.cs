using System.Threading.Channels;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace SecureDocket.Functions.Http;

/// <summary>Writes an import's results as they come, each a line.</summary>
/// <remarks>
/// Many a client sends its whole body before it reads a word of the answer. The import must not wait for such a reader, or
/// both would wait for ever; so results queue up. They are as many as the lines of one import, and short.
/// </remarks>
internal static class NdjsonAnswer
{
    private static readonly byte[] s_newLine = "\n"u8.ToArray();

    /// <summary>Imports and answers. It is part of the call, so that what goes wrong before the first line is answered with a problem, and after it ends the answer.</summary>
    public static async Task<IResult> WriteAsync(HttpContext http, IAsyncEnumerable<byte[]> lines, CancellationToken cancellationToken)
    {
        var response = http.Response;
        response.ContentType = NdjsonLines.MediaType;

        // Who is still sending is no slow reader to be cut off.
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
            // The import reads the request's body: it must have ended before the request does.
            await stop.CancelAsync();
            await importing;
        }

        return Results.Empty;
    }

    /// <summary>Imports and queues the results; a failure comes out at the queue's end.</summary>
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
#pragma warning disable CA1031 // Nothing is swallowed: the reader of the queue throws it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            queue.Complete(failure);
        }
    }
}
