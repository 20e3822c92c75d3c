using System.Buffers.Binary;

namespace SecureDocket.Photos.Png;

/// <summary>The image header (PNG third edition, 11.2.1) of an acceptable picture.</summary>
internal sealed record PngHeader(int Width, int Height, byte ColourType)
{
    public const byte Grey = 0;
    public const byte TrueColour = 2;
    public const byte Indexed = 3;
    public const byte GreyAlpha = 4;
    public const byte TrueColourAlpha = 6;

    private const int Length = 13;

    /// <summary>The bytes of one uncompressed row: the filter type and the samples, eight bits each.</summary>
    public int RowLength => 1 + Width * (ColourType switch
    {
        TrueColour => 3,
        GreyAlpha => 2,
        TrueColourAlpha => 4,
        _ => 1,
    });

    /// <summary>Reads the header; null if it is not acceptable, with at least one fault added.</summary>
    public static PngHeader? Read(ReadOnlySpan<byte> payload, List<Refusal> faults)
    {
        if (payload.Length != Length || payload[10] != 0 || payload[11] != 0 || payload[12] > 1)
        {
            faults.Add(PhotoFault.Corrupt("the image header is invalid"));
            return null;
        }
        var known = faults.Count;
        var width = BinaryPrimitives.ReadUInt32BigEndian(payload);
        var height = BinaryPrimitives.ReadUInt32BigEndian(payload[4..]);
        if (!PhotoSize.IsAccepted(width, height))
            faults.Add(PhotoFault.Dimensions(width, height));
        if (payload[8] != 8)
            faults.Add(PhotoFault.Unsupported($"The picture has {payload[8]} bits per sample"));
        if (payload[9] is not (Grey or TrueColour or Indexed or GreyAlpha or TrueColourAlpha))
            faults.Add(PhotoFault.Corrupt("the colour type does not exist"));
        if (payload[12] == 1)
            faults.Add(PhotoFault.Unsupported("The picture is interlaced"));
        return faults.Count > known ? null : new PngHeader((int)width, (int)height, payload[9]);
    }
}
