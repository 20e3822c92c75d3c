namespace SecureDocket.Photos.Jpeg;

/// <summary>One component of a scan, with the Huffman tables it refers to.</summary>
internal readonly record struct JpegScanComponent(JpegComponent Component, HuffmanTable Dc, HuffmanTable Ac);

/// <summary>A scan header (ITU-T T.81 B.2.3) that is consistent with its frame, the current tables and the previous scans.</summary>
internal sealed record JpegScan(JpegBand Band, bool IsProgressive, IReadOnlyList<JpegScanComponent> Components)
{
    // ITU-T T.81 B.2.3: an interleaved MCU has at most ten blocks.
    private const int MaximumBlocks = 10;

    public static Result<JpegScan> Read(ReadOnlySpan<byte> payload, JpegFrame frame, JpegTables tables)
    {
        if (payload.IsEmpty || payload[0] is < 1 or > 3 || payload.Length != 4 + 2 * payload[0])
            return PhotoFault.Corrupt("a scan header has a wrong length");
        var band = new JpegBand(payload[^3], payload[^2], payload[^1] >> 4, payload[^1] & 15);
        if (frame.IsProgressive ? !band.IsProgressive(payload[0]) : !band.IsSequential)
            return PhotoFault.Corrupt("a scan declares an impossible part of the picture");

        var components = new List<JpegScanComponent>(payload[0]);
        foreach (var component in frame.Components)
        {
            // The order in the scan is that of the frame, so one pass over both finds all components.
            if (components.Count == payload[0] || payload[1 + 2 * components.Count] != component.Id)
                continue;
            var selector = payload[2 + 2 * components.Count];
            if (selector >> 4 > 3 || (selector & 15) > 3)
                return PhotoFault.Corrupt("a scan names an impossible table");
            component.DcStep = tables.DcStep(component.Quantisation);
            if (component.DcStep == 0)
                return PhotoFault.Truncated("a quantisation table is missing");
            var (dc, ac) = (tables.Dc(selector >> 4), tables.Ac(selector & 15));
            if ((band.IsDc && band.IsFirst && !dc.IsDefined) || (band.End > 0 && !ac.IsDefined))
                return PhotoFault.Truncated("a Huffman table is missing");
            if (!band.IsDc && !component.HasDc || !component.TryAdvance(band))
                return PhotoFault.Corrupt("the scans come in an impossible order");
            components.Add(new JpegScanComponent(component, dc, ac));
        }

        if (components.Count != payload[0])
            return PhotoFault.Corrupt("a scan names an unknown component");
        if (components.Count > 1 && components.Sum(part => part.Component.Horizontal * part.Component.Vertical) > MaximumBlocks)
            return PhotoFault.Corrupt("a scan interleaves too many blocks");
        return new JpegScan(band, frame.IsProgressive, components);
    }
}
