using System.Buffers;
using SecureDocket.Photos.Jpeg;
using SecureDocket.Photos.Png;

namespace SecureDocket.Photos;

/// <summary>
/// Accepts pictures. A JPEG (ITU-T T.81: baseline, extended sequential or progressive, Huffman coded) or a
/// PNG (PNG Specification, third edition: 8 bits per sample, not interlaced, not animated) is walked part by part and
/// rewritten from the parts that carry pixels. Metadata, thumbnails, comments, colour profiles and anything after the
/// end of the picture are dropped; a picture whose colours would visibly change without its profile is refused. No picture is
/// kept decoded, and declared sizes are checked before they are used.
/// </summary>
public static class PhotoIntake
{
    /// <summary>The maximum size of an upload and of a stored photo, in bytes (1 MiB).</summary>
    public const int MaximumBytes = 1_048_576;

    /// <summary>Checks and rewrites an uploaded picture. Never throws, whatever the bytes are.</summary>
    /// <param name="upload">The file as received; its declared media type and name are ignored.</param>
    /// <returns>
    /// The rewritten photo, or every fault that could be found: <see cref="PhotoCodes.TooLarge"/> and
    /// <see cref="PhotoCodes.Format"/> from the first bytes; <see cref="PhotoCodes.Dimensions"/>,
    /// <see cref="PhotoCodes.Orientation"/> and <see cref="PhotoCodes.Unsupported"/> together from the headers;
    /// <see cref="PhotoCodes.Truncated"/> or <see cref="PhotoCodes.Corrupt"/> where the walk stopped.
    /// </returns>
    public static Result<Photo> Accept(ReadOnlyMemory<byte> upload)
    {
        var bytes = upload.Span;
        var isJpeg = JpegRewriter.Recognises(bytes);
        var faults = new List<Refusal>();
        if (bytes.Length > MaximumBytes)
            faults.Add(PhotoFault.TooLarge());
        if (!isJpeg && !PngRewriter.Recognises(bytes))
            faults.Add(PhotoFault.Format());
        if (faults.Count > 0)
            return faults;

        // The rewritten file is never longer than the upload plus a new JFIF header.
        var buffer = ArrayPool<byte>.Shared.Rent(bytes.Length + JfifHeader.Length);
        try
        {
            var output = new PhotoWriter(buffer);
            return isJpeg ? JpegRewriter.Rewrite(bytes, output) : PngRewriter.Rewrite(upload, output);
        }
        finally
        {
            // A pooled array must not retain a person's face.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
