namespace SecureDocket.Photos;

/// <summary>The refusals of an uploaded photo. All name the field <c>photo</c>.</summary>
internal static class PhotoFault
{
    public static Refusal TooLarge() => Of(PhotoCodes.TooLarge, "A photo can have at most 1 MiB (1,048,576 bytes).");

    public static Refusal Format() => Of(PhotoCodes.Format, "A photo must be a JPEG or PNG picture.");

    public static Refusal Truncated(string what) => Of(PhotoCodes.Truncated, $"The picture is incomplete: {what}.");

    public static Refusal Corrupt(string what) => Of(PhotoCodes.Corrupt, $"The picture is damaged: {what}.");

    public static Refusal Unsupported(string what) =>
        Of(PhotoCodes.Unsupported, $"{what}; save it again as a plain 8-bit colour or grey JPEG or PNG.");

    public static Refusal Colours(string space) => Of(
        PhotoCodes.Unsupported,
        $"The picture is stored in {space}, and its colours would change; convert it to sRGB and save it again, or take it in at the desk, which converts it.");

    public static Refusal Orientation() =>
        Of(PhotoCodes.Orientation, "The picture is stored rotated or mirrored; rotate it upright and save it again.");

    public static Refusal Dimensions(long width, long height) => Of(
        PhotoCodes.Dimensions,
        $"The picture has {width} x {height} pixels; a photo must be a square of 600 to 1200 pixels, "
        + "or a portrait of 413 x 531 to 1200 x 1600 pixels whose width is between 3:4 and 7:9 of its height.");

    private static Refusal Of(string code, string detail) => new(code, detail, "photo");
}
