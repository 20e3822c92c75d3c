namespace SecureDocket.Functions.Http;

/// <summary>A request body that may pause for a limited time, during which the request's deadline is suspended.</summary>
internal sealed class PacedBody(Stream body, Deadline deadline, TimeProvider clock) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="BadHttpRequestException">408: nothing arrived for <see cref="Deadline.LongestPause"/>.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var pause = new CancellationTokenSource(Deadline.LongestPause, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, deadline.Token, cancellationToken);
        deadline.Pause();
        try
        {
            return await body.ReadAsync(buffer, either.Token);
        }
        catch (OperationCanceledException) when (pause.IsCancellationRequested)
        {
            throw new BadHttpRequestException("The body paused for too long.", StatusCodes.Status408RequestTimeout);
        }
        finally
        {
            deadline.Resume();
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Synchronous reads are not supported.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
