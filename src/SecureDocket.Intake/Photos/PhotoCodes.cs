namespace SecureDocket.Photos;

/// <summary>The stable codes of a refused photo. Every refusal names the field <c>photo</c>.</summary>
public static class PhotoCodes
{
    /// <summary>The upload, or the rewritten file, is larger than <see cref="PhotoIntake.MaximumBytes"/>.</summary>
    public const string TooLarge = "photo-too-large";

    /// <summary>The bytes are neither a JPEG nor a PNG, whatever the file name.</summary>
    public const string Format = "photo-format";

    /// <summary>The picture is truncated: bytes, scans, rows or the end marker are missing.</summary>
    public const string Truncated = "photo-truncated";

    /// <summary>The picture violates its format: a wrong checksum, table, code or order of parts.</summary>
    public const string Corrupt = "photo-corrupt";

    /// <summary>The size or aspect ratio is not that of an identity photo.</summary>
    public const string Dimensions = "photo-dimensions";

    /// <summary>The picture is stored rotated or mirrored and needs metadata, which is not kept, to be shown upright.</summary>
    public const string Orientation = "photo-orientation";

    /// <summary>
    /// The picture is complete but uses an unsupported coding (CMYK, RGB JPEG, 12 or 16 bit, arithmetic, interlaced, animated), or a
    /// colour space in which it looks visibly different than in sRGB.
    /// </summary>
    public const string Unsupported = "photo-unsupported";
}
