using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Features;

namespace SecureDocket.Functions.Http;

/// <summary>Reads newline-delimited JSON as it arrives, one line at a time.</summary>
internal static class NdjsonLines
{
    /// <summary>The maximum size of a line in bytes.</summary>
    public const int LineLimit = 8 * 1024;

    /// <summary>The media type of requests and responses.</summary>
    public const string MediaType = "application/x-ndjson";

    /// <summary>The reason, judging by the headers, why a body cannot be read as lines; null when it can.</summary>
    public static Refusal? RefusalOf(HttpRequest request, int countLimit)
    {
        if (!request.HasMediaType(MediaType))
        {
            return HttpRefusals.LinesMediaType;
        }

        // The limit follows from the lines. The server's default is meant for bodies held in memory, which this one is not.
        var bodyLimit = (long)countLimit * (LineLimit + 1);
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = bodyLimit;
        }

        return request.ContentLength > bodyLimit ? HttpRefusals.LinesTooLarge(countLimit, LineLimit) : null;
    }

    /// <summary>The lines, without blank ones. A line that is too long, and the first line beyond <paramref name="countLimit"/>, are returned as refusals.</summary>
    public static async IAsyncEnumerable<Result<ReadOnlyMemory<byte>>> ReadAsync(
        Stream body, int countLimit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: LineLimit, leaveOpen: true));
        var count = 0;
        var skipping = false;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            while (TryTakeLine(ref buffer, read.IsCompleted, skipping, out var line))
            {
                var tooLong = skipping || line.Length > LineLimit;
                skipping = false;
                if (!tooLong && IsBlank(line))
                {
                    continue;
                }

                if (++count > countLimit)
                {
                    yield return HttpRefusals.TooManyLines(countLimit);
                    await reader.CompleteAsync();
                    yield break;
                }

                yield return tooLong
                    ? HttpRefusals.LineTooLong(LineLimit)
                    : (ReadOnlyMemory<byte>)line.ToArray();
            }

            // The remainder has no line end yet. If it grows too long, it is discarded along with the rest of its line.
            if (skipping || buffer.Length > LineLimit)
            {
                skipping = true;
                buffer = buffer.Slice(buffer.End);
            }

            reader.AdvanceTo(buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
            {
                await reader.CompleteAsync();
                yield break;
            }
        }
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, bool isLast, bool begun, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        // A last line that is too long may already have been discarded, but it still counts as a line.
        line = buffer;
        if (!isLast || (buffer.IsEmpty && !begun))
        {
            return false;
        }

        buffer = buffer.Slice(buffer.End);
        return true;
    }

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var segment in line)
        {
            if (segment.Span.ContainsAnyExcept(" \t\r"u8))
            {
                return false;
            }
        }

        return true;
    }
}
