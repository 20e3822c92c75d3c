using SecureDocket.Photos.Colours;

namespace SecureDocket.Photos.Jpeg;

/// <summary>The colour space that a JPEG's application segments state: an ICC profile, in one or more segments (ICC.1:2022, annex B.4), or EXIF.</summary>
internal sealed class JpegColours
{
    private readonly SortedDictionary<byte, byte[]> _parts = [];
    private int _count;
    private bool _isAdobeRgb;

    private static ReadOnlySpan<byte> ProfileMark => "ICC_PROFILE\0"u8;

    /// <summary>The colour space; null if none is stated, or none that can be read.</summary>
    public ColourSpace? Space => _parts.Count > 0 && _parts.Count == _count
        ? IccProfile.Read(_parts.Values.SelectMany(part => part).ToArray())
        : _isAdobeRgb ? ColourSpace.AdobeRgb : null;

    public void Take(byte marker, ReadOnlySpan<byte> payload)
    {
        _isAdobeRgb |= ExifColours.IsAdobeRgb(JpegMetadata.Exif(marker, payload));
        if (marker == JpegMarker.Application2 && payload.StartsWith(ProfileMark) && payload.Length > ProfileMark.Length + 2)
        {
            _count = payload[ProfileMark.Length + 1];
            _parts.TryAdd(payload[ProfileMark.Length], payload[(ProfileMark.Length + 2)..].ToArray());
        }
    }
}
