using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace SecureDocket.Functions.Http;

/// <summary>Writes an import's results as they come, each a line.</summary>
/// <remarks>
/// Many a client sends its whole body before it reads a word of the answer. The import must not wait for such a reader, or
/// both would wait for ever; so results queue up. They are as many as the lines of one import, and short.
/// </remarks>
internal sealed class NdjsonResult(IAsyncEnumerable<byte[]> lines) : IResult
{
    private static readonly byte[] s_newLine = "\n"u8.ToArray();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = NdjsonLines.MediaType;

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
