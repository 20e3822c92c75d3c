namespace SecureDocket.Photos.Colours;

/// <summary>Reads what EXIF says about colours: cameras mark Adobe RGB there alone, without a profile.</summary>
internal static class ExifColours
{
    private const ushort ExifDirectory = 0x8769;
    private const ushort ColorSpace = 0xA001;
    private const ushort InteroperabilityDirectory = 0xA005;
    private const ushort InteroperabilityIndex = 0x0001;
    private const uint AdobeRgb = 2;

    /// <summary>True for Adobe RGB: option file R03 (DCF 2.0; Exif 3.0, 4.6.8.1), or the value that some cameras write instead.</summary>
    public static bool IsAdobeRgb(ReadOnlySpan<byte> bytes)
    {
        var tiff = new Tiff(bytes);
        var directory = tiff.Find(tiff.First, ExifDirectory);
        if (tiff.Find(directory, ColorSpace) == AdobeRgb)
            return true;
        var entries = tiff.Entries(tiff.Find(directory, InteroperabilityDirectory));
        while (Tiff.TryNext(ref entries, out var entry))
        {
            if (tiff.Tag(entry) == InteroperabilityIndex && entry[8..].StartsWith("R03"u8))
                return true;
        }
        return false;
    }
}
