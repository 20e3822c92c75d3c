namespace SecureDocket.Photos.Jpeg;

/// <summary>Reads what an application segment says about the pixels before it is dropped.</summary>
internal static class JpegMetadata
{
    private const int AdobeTransform = 11;

    private static ReadOnlySpan<byte> ExifMark => "Exif\0\0"u8;

    private static ReadOnlySpan<byte> AdobeMark => "Adobe"u8;

    /// <summary>False for an EXIF segment (Exif 3.0, 4.5.4) whose picture must be rotated to be upright.</summary>
    public static bool IsUpright(byte marker, ReadOnlySpan<byte> payload) => ExifOrientation.IsUpright(Exif(marker, payload));

    /// <summary>The TIFF structure of an EXIF segment; empty for any other.</summary>
    public static ReadOnlySpan<byte> Exif(byte marker, ReadOnlySpan<byte> payload) =>
        marker == JpegMarker.Application1 && payload.StartsWith(ExifMark) ? payload[ExifMark.Length..] : [];

    /// <summary>
    /// True for an Adobe segment (ITU-T T.872, 6.5.3) that says that three components are not YCbCr, which only this segment can say.
    /// </summary>
    public static bool IsOtherThanYCbCr(byte marker, ReadOnlySpan<byte> payload) =>
        marker == JpegMarker.Application14
        && payload.Length > AdobeTransform
        && payload.StartsWith(AdobeMark)
        && payload[AdobeTransform] != 1;
}
