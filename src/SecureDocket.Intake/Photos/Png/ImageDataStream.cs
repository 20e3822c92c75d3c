using System.Buffers.Binary;

namespace SecureDocket.Photos.Png;

/// <summary>
/// The data of consecutive IDAT chunks as one stream (PNG third edition, 10.1). It returns the last byte separately: a
/// reader that never asks for it has found the end of its data earlier, so something is hidden behind.
/// </summary>
internal sealed class ImageDataStream(ReadOnlyMemory<byte> chunks) : Stream
{
    private ReadOnlyMemory<byte> _chunks = chunks;
    private ReadOnlyMemory<byte> _data;
    private long _left = Total(chunks.Span);

    /// <summary>True if every byte was requested.</summary>
    public bool IsUsedUp => _left == 0;

    /// <summary>True if more was requested than there is.</summary>
    public bool IsOverdrawn { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_left == 0)
        {
            IsOverdrawn = true;
            return 0;
        }
        while (_data.IsEmpty)
        {
            var length = DataLength(_chunks.Span);
            _data = _chunks.Slice(PngChunk.Prefix, length);
            _chunks = _chunks[(PngChunk.Overhead + length)..];
        }
        var wanted = Math.Min(buffer.Length, _data.Length);
        if (wanted == _left && wanted > 1)
            wanted--;
        _data.Span[..wanted].CopyTo(buffer);
        _data = _data[wanted..];
        _left -= wanted;
        return wanted;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static long Total(ReadOnlySpan<byte> chunks)
    {
        var total = 0L;
        while (!chunks.IsEmpty)
        {
            var length = DataLength(chunks);
            total += length;
            chunks = chunks[(PngChunk.Overhead + length)..];
        }
        return total;
    }

    // The chunks were split and checked before.
    private static int DataLength(ReadOnlySpan<byte> chunks) => BinaryPrimitives.ReadInt32BigEndian(chunks);
}
