namespace SecureDocket.Photos;

/// <summary>
/// Reads from EXIF, before it is dropped, the rotation needed to show the picture upright
/// (Exif 3.0, 4.6.5.1.6, tag 274 of the first TIFF directory).
/// </summary>
internal static class ExifOrientation
{
    private const ushort OrientationTag = 0x0112;

    /// <summary>
    /// False if the TIFF structure says that the picture is rotated or mirrored (2 to 8). Some programs write 0 for upright; unreadable
    /// metadata and other values are ignored, as viewers do.
    /// </summary>
    public static bool IsUpright(ReadOnlySpan<byte> bytes)
    {
        var tiff = new Tiff(bytes);
        var entries = tiff.Entries(tiff.First);
        while (Tiff.TryNext(ref entries, out var entry))
        {
            if (tiff.Tag(entry) == OrientationTag && tiff.Value(entry) is >= 2 and <= 8)
                return false;
        }
        return true;
    }
}
