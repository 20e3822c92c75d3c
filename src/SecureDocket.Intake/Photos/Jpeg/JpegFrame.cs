using System.Buffers.Binary;

namespace SecureDocket.Photos.Jpeg;

/// <summary>The frame header (ITU-T T.81 B.2.2) of an acceptable picture.</summary>
internal sealed class JpegFrame
{
    private const int FixedLength = 6;
    private const int ComponentLength = 3;

    // Of 255 steps: so little colour looks grey in every colour space.
    private const int LargestTint = 6;

    private JpegFrame(bool progressive, int width, int height, JpegComponent[] components)
    {
        IsProgressive = progressive;
        (Width, Height, Components) = (width, height, components);
        var across = components.Max(component => component.Horizontal);
        var down = components.Max(component => component.Vertical);
        Mcus = Cover(width, 8 * across) * Cover(height, 8 * down);
        foreach (var component in components)
            component.Blocks = Cover(Cover(width * component.Horizontal, across), 8) * Cover(Cover(height * component.Vertical, down), 8);
    }

    public bool IsProgressive { get; }

    public int Width { get; }

    public int Height { get; }

    /// <summary>The number of minimum coded units of an interleaved scan: ITU-T T.81 A.2.4.</summary>
    public int Mcus { get; }

    public IReadOnlyList<JpegComponent> Components { get; }

    /// <summary>True if any part of the picture is visibly coloured.</summary>
    public bool IsColoured => Components.Skip(1).Any(component => component.Furthest > 8 * LargestTint);

    /// <summary>Reads a frame header of any kind; null if it is not acceptable, with at least one fault added.</summary>
    public static JpegFrame? Read(byte marker, ReadOnlySpan<byte> payload, List<Refusal> faults)
    {
        if (payload.Length < FixedLength || payload.Length != FixedLength + ComponentLength * payload[5])
        {
            faults.Add(PhotoFault.Corrupt("the frame header has a wrong length"));
            return null;
        }
        var known = faults.Count;
        var height = BinaryPrimitives.ReadUInt16BigEndian(payload[1..]);
        var width = BinaryPrimitives.ReadUInt16BigEndian(payload[3..]);
        if (!PhotoSize.IsAccepted(width, height))
            faults.Add(PhotoFault.Dimensions(width, height));
        if (marker > JpegMarker.ProgressiveFrame)
            faults.Add(PhotoFault.Unsupported("The picture uses lossless, hierarchical or arithmetic coding"));
        if (payload[0] != 8)
            faults.Add(PhotoFault.Unsupported($"The picture has {payload[0]} bits per sample"));
        if (payload[5] is not (1 or 3))
            faults.Add(PhotoFault.Unsupported($"The picture has {payload[5]} colour components"));
        if (faults.Count > known)
            return null;

        var components = ReadComponents(payload[FixedLength..]);
        if (components is null)
            faults.Add(PhotoFault.Corrupt("a colour component is invalid"));
        else if (IsRgb(components))
            faults.Add(PhotoFault.Unsupported("The picture is an RGB JPEG"));
        return faults.Count > known ? null : new JpegFrame(marker == JpegMarker.ProgressiveFrame, width, height, components!);
    }

    private static JpegComponent[]? ReadComponents(ReadOnlySpan<byte> specification)
    {
        var components = new JpegComponent[specification.Length / ComponentLength];
        for (var i = 0; i < components.Length; i++)
        {
            var (id, sampling, quantisation) = (specification[3 * i], specification[3 * i + 1], specification[3 * i + 2]);
            var (across, down) = (sampling >> 4, sampling & 15);
            if (across is < 1 or > 4 || down is < 1 or > 4 || quantisation > 3 || components[..i].Any(other => other.Id == id))
                return null;
            components[i] = new JpegComponent(id, across, down, quantisation);
        }
        return components;
    }

    // Decoders treat these identifiers as RGB only without a JFIF header, and one is about to be added.
    private static bool IsRgb(JpegComponent[] components) => components is [{ Id: (byte)'R' }, { Id: (byte)'G' }, { Id: (byte)'B' }];

    private static int Cover(int length, int step) => (length + step - 1) / step;
}
