namespace SecureDocket.Photos;

/// <summary>The stable codes of a refused photo. Every refusal names the field <c>photo</c>.</summary>
public static class PhotoCodes
{
    /// <summary>The upload, or what is left of it after rewriting, is larger than <see cref="PhotoIntake.MaximumBytes"/>.</summary>
    public const string TooLarge = "photo-too-large";

    /// <summary>The bytes are neither a JPEG nor a PNG, whatever the file's name says.</summary>
    public const string Format = "photo-format";

    /// <summary>The picture ends early: bytes, scans, rows or the closing marker are missing.</summary>
    public const string Truncated = "photo-truncated";

    /// <summary>The picture contradicts its own format: a broken checksum, table, code or order of parts.</summary>
    public const string Corrupt = "photo-corrupt";

    /// <summary>The pixel size or the proportion is not that of an identity photo.</summary>
    public const string Dimensions = "photo-dimensions";

    /// <summary>The picture is stored turned or mirrored and relies on metadata, which is not kept, to be shown upright.</summary>
    public const string Orientation = "photo-orientation";

    /// <summary>The picture is whole but coded in a way that is not accepted (CMYK, RGB JPEG, 12 or 16 bit, arithmetic, interlaced, animated).</summary>
    public const string Unsupported = "photo-unsupported";
}
