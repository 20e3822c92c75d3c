using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace SecureDocket.Credentials.Codecs;

/// <summary>zlib (RFC 1950) with a hard limit on the output and no trailing bytes.</summary>
internal static class Zlib
{
    /// <summary>Compresses <paramref name="bytes"/>; the same bytes always give the same result (see <see cref="Deflater"/>).</summary>
    public static byte[] Deflate(ReadOnlySpan<byte> bytes)
    {
        var room = new byte[MaximumLength(bytes.Length)];
        return room[..Deflate(bytes, room)];
    }

    /// <summary>Whether <paramref name="packed"/> is the result of <see cref="Deflate(ReadOnlySpan{byte})"/> for <paramref name="bytes"/>.</summary>
    public static bool IsDeflated(ReadOnlySpan<byte> packed, ReadOnlySpan<byte> bytes)
    {
        var room = ArrayPool<byte>.Shared.Rent(MaximumLength(bytes.Length));
        var length = Deflate(bytes, room);
        var same = packed.SequenceEqual(room.AsSpan(0, length));

        // The content may be personal, so the next renter must not find it.
        Array.Clear(room, 0, length);
        ArrayPool<byte>.Shared.Return(room);
        return same;
    }

    /// <summary>Inflates the whole of <paramref name="input"/> into <paramref name="output"/>.</summary>
    /// <returns>False if the stream is invalid, truncated, followed by other bytes, or does not fit the output.</returns>
    public static bool TryInflate(byte[] input, int length, Span<byte> output, out int written) =>
        Inflate(input, length, output, out written) is null;

    /// <summary>Like <see cref="TryInflate"/>, and returns the reason.</summary>
    /// <returns>Null if everything was inflated; otherwise <see cref="Reasons.TooLarge"/> or <see cref="Reasons.BadCompression"/>.</returns>
    public static string? Inflate(byte[] input, int length, Span<byte> output, out int written)
    {
        written = 0;

        // A stream that needs a dictionary (RFC 1950, section 2.2: FDICT) cannot be read, and the runtime throws for it.
        if (length < 8 || (input[1] & 0x20) != 0)
        {
            return Reasons.BadCompression;
        }

        // The last byte is read separately and only on demand: if the stream ended before it, it stays unread.
        var source = new LastByteApart(input, length);
        try
        {
            using var zlib = new ZLibStream(source, CompressionMode.Decompress);
            int read;
            while (written < output.Length && (read = zlib.Read(output[written..])) > 0)
            {
                written += read;
            }

            Span<byte> oneMore = stackalloc byte[1];
            if (written == output.Length && zlib.Read(oneMore) > 0)
            {
                return Reasons.TooLarge;
            }
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException)
        {
            // The runtime throws an IOException for an unexpected result of zlib; nothing is read from outside here.
            return Reasons.BadCompression;
        }

        // The runtime treats a stream truncated inside its checksum as complete, so the checksum is compared.
        return source.Drained
            && BinaryPrimitives.ReadUInt32BigEndian(input.AsSpan(length - 4, 4)) == Adler32(output[..written])
            ? null
            : Reasons.BadCompression;
    }

    private static int MaximumLength(int length) => 2 + Deflater.MaximumLength(length) + 4;

    private static int Deflate(ReadOnlySpan<byte> bytes, Span<byte> output)
    {
        // Method 8, window of 32 KiB, no compression level: what zlib itself writes with fixed codes.
        (output[0], output[1]) = (0x78, 0x01);
        var end = 2 + Deflater.Deflate(bytes, output[2..]);
        BinaryPrimitives.WriteUInt32BigEndian(output[end..], Adler32(bytes));
        return end + 4;
    }

    private static uint Adler32(ReadOnlySpan<byte> bytes)
    {
        uint a = 1, b = 0;
        while (!bytes.IsEmpty)
        {
            // 5552 is the maximum number of bytes for which b cannot overflow 32 bits (RFC 1950, appendix 9).
            var run = Math.Min(bytes.Length, 5552);
            foreach (var value in bytes[..run])
            {
                a += value;
                b += a;
            }

            a %= 65521;
            b %= 65521;
            bytes = bytes[run..];
        }

        return (b << 16) | a;
    }

    private sealed class LastByteApart(byte[] bytes, int length) : Stream
    {
        private int _position;

        public bool Drained => _position == length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var end = _position < length - 1 ? length - 1 : length;
            var count = Math.Min(buffer.Length, end - _position);
            bytes.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
