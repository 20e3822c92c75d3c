namespace SecureDocket.Photos.Jpeg;

/// <summary>The plain JFIF APP0 segment (ITU-T T.871, 10.1) that replaces every application segment: square pixels, no thumbnail.</summary>
internal static class JfifHeader
{
    public const int Length = 18;

    public static ReadOnlySpan<byte> Bytes =>
        [0xFF, JpegMarker.Application0, 0, 16, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 1, 2, 0, 0, 1, 0, 1, 0, 0];
}
