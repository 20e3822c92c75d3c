using System.Buffers.Binary;
using SecureDocket.Credentials;
using SecureDocket.Photos.Jpeg;

namespace SecureDocket.Photos;

/// <summary>
/// The small face that a card signs, so that it can be compared with the bearer offline: JPEG (ITU-T T.81) or
/// WEBP in its simple form (RFC 9649, sections 2.5 and 2.6). Nothing is decoded, and the bytes are signed as received, so a picture
/// with anything besides its pixels is refused rather than cleaned.
/// </summary>
public static class Thumbnail
{
    /// <summary>The minimum side length in pixels.</summary>
    public const int MinimumSide = 16;

    /// <summary>The maximum side length in pixels.</summary>
    public const int MaximumSide = 128;

    private const int MaximumSegments = 64;
    private const int RiffHeader = 12;
    private const int ChunkHeader = 8;

    private static ReadOnlySpan<byte> KeyFrameStart => [0x9D, 0x01, 0x2A];

    /// <summary>Checks a thumbnail. Never throws, whatever the bytes are.</summary>
    /// <param name="bytes">The file; its media type is determined from its first bytes.</param>
    /// <returns>The face to sign, or the fault, at the field <c>thumbnail</c>.</returns>
    public static Result<Face> Accept(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > CredentialFormat.MaximumFaceBytes)
        {
            return Fault($"A thumbnail can have at most {CredentialFormat.MaximumFaceBytes} bytes.");
        }

        var (format, size) = JpegRewriter.Recognises(bytes.Span)
            ? (FaceFormat.Jpeg, JpegSize(bytes.Span))
            : (FaceFormat.Webp, WebpSize(bytes.Span));
        return size is not var (width, height) ? Fault("A thumbnail must be a complete JPEG or simple WEBP picture without metadata or trailing bytes.")
            : !IsAccepted(width, height) ? Fault($"The picture has {width} x {height} pixels; a thumbnail must have sides of {MinimumSide} to {MaximumSide} pixels, "
                + "the longer at most 4/3 of the shorter.")
            : new Face(format, bytes);
    }

    private static Refusal Fault(string detail) => new("invalid", detail, "thumbnail");

    private static bool IsAccepted(int width, int height) =>
        Math.Min(width, height) >= MinimumSide && Math.Max(width, height) <= MaximumSide && 3 * Math.Max(width, height) <= 4 * Math.Min(width, height);

    /// <summary>The size of a JPEG with one frame, at least one scan, an end and no metadata; null for any other.</summary>
    private static (int Width, int Height)? JpegSize(ReadOnlySpan<byte> file)
    {
        var scratch = new byte[CredentialFormat.MaximumFaceBytes];
        var reader = new JpegReader(file[2..]);
        (int, int)? size = null;
        var scans = 0;
        for (var segment = 0; segment < MaximumSegments && reader.TryMarker(out var marker); segment++)
        {
            if (marker == JpegMarker.EndOfImage)
            {
                return reader.IsAtEnd && scans > 0 ? size : null;
            }

            if (!reader.TrySegment(out var payload))
            {
                return null;
            }

            switch (marker)
            {
                case JpegMarker.BaselineFrame or JpegMarker.SequentialFrame or JpegMarker.ProgressiveFrame:
                    if (size is not null || payload.Length < 6 || payload[0] != 8 || payload[5] is not (1 or 3) || payload.Length != 6 + 3 * payload[5])
                    {
                        return null;
                    }

                    size = (BinaryPrimitives.ReadUInt16BigEndian(payload[3..]), BinaryPrimitives.ReadUInt16BigEndian(payload[1..]));
                    break;
                case JpegMarker.StartOfScan:
                    var entropy = new PhotoWriter(scratch);
                    reader.CopyEntropyData(ref entropy);
                    if (size is null || entropy.Length == 0)
                    {
                        return null;
                    }

                    scans++;
                    break;
                case JpegMarker.Application0:
                    // A JFIF header with its own thumbnail would contain a second picture (ITU-T T.871, 10.1).
                    if (!payload.StartsWith("JFIF\0"u8) || payload.Length != JfifHeader.Length - 4)
                    {
                        return null;
                    }

                    break;
                case JpegMarker.HuffmanTables or JpegMarker.QuantisationTables or JpegMarker.RestartInterval:
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The size of a WEBP that is one lossy or lossless picture and nothing else; null for any other.</summary>
    private static (int Width, int Height)? WebpSize(ReadOnlySpan<byte> file)
    {
        if (file.Length < RiffHeader + ChunkHeader || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WEBP"u8)
            || BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) != file.Length - 8)
        {
            return null;
        }

        // RFC 9649, section 2.3: a chunk of odd length is followed by one byte, which is zero.
        var chunk = file[RiffHeader..];
        var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        var padding = length % 2;
        if (length + padding != chunk.Length - ChunkHeader || (padding == 1 && chunk[^1] != 0))
        {
            return null;
        }

        var data = chunk.Slice(ChunkHeader, (int)length);
        return chunk.StartsWith("VP8 "u8) ? LossySize(data) : chunk.StartsWith("VP8L"u8) ? LosslessSize(data) : null;
    }

    /// <summary>RFC 6386, section 9.1: a key frame that is shown.</summary>
    private static (int Width, int Height)? LossySize(ReadOnlySpan<byte> data) =>
        data.Length > 10 && (data[0] & 0x11) == 0x10 && data[3..].StartsWith(KeyFrameStart)
            ? (BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF)
            : null;

    /// <summary>RFC 9649, section 3.4: 14 bits each of width and height less one, then a bit for transparency and the version, 0.</summary>
    private static (int Width, int Height)? LosslessSize(ReadOnlySpan<byte> data)
    {
        if (data.Length <= 5 || data[0] != 0x2F || data[4] >> 5 != 0)
        {
            return null;
        }

        var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
        return ((int)(bits & 0x3FFF) + 1, (int)(bits >> 14 & 0x3FFF) + 1);
    }
}
