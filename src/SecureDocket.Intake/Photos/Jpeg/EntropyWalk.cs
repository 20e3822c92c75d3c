namespace SecureDocket.Photos.Jpeg;

/// <summary>
/// Reads a scan's codes from first to last without storing pixels, to find data that no decoder could follow, or that
/// hides bytes after the last block. Sequential scans: ITU-T T.81 F.2.2; progressive ones: G.2.
/// </summary>
internal static class EntropyWalk
{
    /// <param name="scan">The scan's header.</param>
    /// <param name="frame">The frame, which determines the number of blocks.</param>
    /// <param name="restartInterval">MCUs between restart markers; 0 for none.</param>
    /// <param name="data">The scan's data: codes, stuffing and restart markers.</param>
    public static Refusal? Check(JpegScan scan, JpegFrame frame, int restartInterval, ReadOnlySpan<byte> data)
    {
        var bits = new EntropyBits(data);
        var blocks = new BlockWalk(scan);
        blocks.Restart();
        // A scan of one component has MCUs of one block: ITU-T T.81 A.2.2.
        var mcus = scan.Components.Count == 1 ? scan.Components[0].Component.Blocks : frame.Mcus;
        for (var mcu = 0; mcu < mcus; mcu++)
        {
            if (restartInterval > 0 && mcu > 0 && mcu % restartInterval == 0)
            {
                if (!blocks.EndsRun() || !bits.IsAtIntervalEnd() || !bits.TryRestart((mcu / restartInterval - 1) % 8))
                    return PhotoFault.Corrupt("a restart marker is missing or misplaced");
                blocks.Restart();
            }
            var sound = blocks.TryMcu(ref bits, mcu);
            // The padding of a scan that is cut at a byte boundary is not a code either.
            if (bits.IsOverdrawn || (!sound && bits.IsAtIntervalEnd()))
                return PhotoFault.Truncated("a scan ends before its last block");
            if (!sound)
                return PhotoFault.Corrupt("a scan contains an invalid code");
        }
        return blocks.EndsRun() && bits.IsAtIntervalEnd() && bits.IsAtEnd
            ? null
            : PhotoFault.Corrupt("a scan continues after its last block");
    }
}
