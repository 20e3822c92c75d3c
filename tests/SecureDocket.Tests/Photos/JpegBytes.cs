namespace SecureDocket.Tests.Photos;

/// <summary>Writes a flat grey baseline JPEG by hand; each test breaks one thing in it.</summary>
internal sealed class JpegBytes
{
    public int Width { get; set; } = 413;

    public int Height { get; set; } = 531;

    public byte Frame { get; set; } = 0xC0;

    public byte Precision { get; set; } = 8;

    /// <summary>Identifier, sampling and quantisation table of each component.</summary>
    public byte[][] Components { get; set; } = [[1, 0x11, 0]];

    public byte[] Quantisation { get; set; } = [0, .. Enumerable.Repeat((byte)1, 64)];

    public bool WithQuantisation { get; set; } = true;

    public bool WithHuffman { get; set; } = true;

    public bool WithEnd { get; set; } = true;

    /// <summary>Blocks more or, when negative, fewer than the frame needs.</summary>
    public int ExtraBlocks { get; set; }

    /// <summary>Segments (marker, payload) placed after SOI.</summary>
    public List<(byte Marker, byte[] Payload)> Extra { get; } = [];

    public byte[] Trailer { get; set; } = [];

    public byte[] Build()
    {
        var bytes = new List<byte> { 0xFF, 0xD8 };
        foreach (var (marker, payload) in Extra)
            Segment(bytes, marker, payload);
        if (WithQuantisation)
            Segment(bytes, 0xDB, Quantisation);
        Segment(bytes, Frame, [Precision, (byte)(Height >> 8), (byte)Height, (byte)(Width >> 8), (byte)Width, (byte)Components.Length, .. Components.SelectMany(component => component)]);
        if (WithHuffman)
        {
            Segment(bytes, 0xC4, OneCode(0x00));
            Segment(bytes, 0xC4, OneCode(0x10));
        }
        Segment(bytes, 0xDA, [(byte)Components.Length, .. Components.SelectMany(component => new byte[] { component[0], 0 }), 0, 63, 0]);
        bytes.AddRange(Blocks());
        if (WithEnd)
            bytes.AddRange([0xFF, 0xD9]);
        bytes.AddRange(Trailer);
        return [.. bytes];
    }

    /// <summary>Places a segment behind SOI of a finished file.</summary>
    public static byte[] Insert(byte[] jpeg, byte marker, byte[] payload)
    {
        var bytes = new List<byte>(jpeg[..2]);
        Segment(bytes, marker, payload);
        bytes.AddRange(jpeg[2..]);
        return [.. bytes];
    }

    // A table of the single code "0": difference 0 for DC, end of block for AC.
    private static byte[] OneCode(byte number) => [number, 1, .. new byte[15], 0];

    // Two zero bits a block, the last byte padded with ones.
    private byte[] Blocks()
    {
        var bits = 2 * Components.Length * (((Width + 7) / 8 * ((Height + 7) / 8)) + ExtraBlocks);
        var data = new byte[(bits + 7) / 8];
        if (bits % 8 != 0)
            data[^1] = (byte)(0xFF >> (bits % 8));
        return data;
    }

    private static void Segment(List<byte> bytes, byte marker, byte[] payload)
    {
        bytes.AddRange([0xFF, marker, (byte)((payload.Length + 2) >> 8), (byte)(payload.Length + 2)]);
        bytes.AddRange(payload);
    }
}
