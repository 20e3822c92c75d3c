namespace SecureDocket.Photos;

/// <summary>
/// The pixel sizes of an identity photo: a square of 600 to 1200, or a portrait between 3:4 and 7:9
/// (35 x 45 mm, of which 413 x 531 is 300 dpi) up to 1200 x 1600.
/// </summary>
internal static class PhotoSize
{
    public static bool IsAccepted(long width, long height) => IsSquare(width, height) || IsPortrait(width, height);

    private static bool IsSquare(long width, long height) => width == height && width is >= 600 and <= 1200;

    // The check uses integers and allows one pixel of tolerance in the width, because cropping rounds to whole pixels.
    private static bool IsPortrait(long width, long height) =>
        width is >= 413 and <= 1200
        && height is >= 531 and <= 1600
        && 4 * (width + 1) >= 3 * height
        && 9 * (width - 1) <= 7 * height;
}
