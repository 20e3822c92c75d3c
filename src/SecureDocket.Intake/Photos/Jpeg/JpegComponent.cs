namespace SecureDocket.Photos.Jpeg;

/// <summary>One colour component of a frame (ITU-T T.81 B.2.2), and how much of it the scans so far contain.</summary>
internal sealed class JpegComponent(byte id, int horizontal, int vertical, int quantisation)
{
    private const byte Unseen = byte.MaxValue;

    // The lowest bit position received for each of the 64 coefficients.
    private readonly byte[] _precision = [.. Enumerable.Repeat(Unseen, 64)];

    public byte Id { get; } = id;

    public int Horizontal { get; } = horizontal;

    public int Vertical { get; } = vertical;

    public int Quantisation { get; } = quantisation;

    /// <summary>The number of 8 x 8 blocks that cover the component alone: ITU-T T.81 A.2.2.</summary>
    public int Blocks { get; set; }

    /// <summary>
    /// Per block, a bit for each coefficient known to be non-zero: refinement scans of progressive pictures cannot be read
    /// without it. At most 240 KB per component, because the size was checked before.
    /// </summary>
    public ulong[] Nonzero => field ??= new ulong[Blocks];

    public bool HasDc => _precision[0] != Unseen;

    /// <summary>True if every coefficient has arrived down to its last bit.</summary>
    public bool IsComplete => !_precision.AsSpan().ContainsAnyExcept((byte)0);

    /// <summary>The factor of the first coefficient of a block.</summary>
    public int DcStep { get; set; }

    /// <summary>The largest distance of a block's mean from the middle of the scale, in eighths of a step.</summary>
    public long Furthest { get; private set; }

    /// <summary>The mean of the previous block: ITU-T T.81 F.1.1.5.1.</summary>
    public int Predicted { get; set; }

    /// <summary>Takes the first coefficient of the next block, as the difference to the previous one.</summary>
    public void TakeDc(int difference, int low)
    {
        Predicted += difference;
        Furthest = Math.Max(Furthest, Math.Abs((long)Predicted << low) * DcStep);
    }

    /// <summary>Records the content of a scan; false if it repeats or skips a step of the progression: ITU-T T.81 G.1.1.1.</summary>
    public bool TryAdvance(JpegBand band)
    {
        var slice = _precision.AsSpan(band.Start, band.End - band.Start + 1);
        var before = band.IsFirst ? Unseen : (byte)band.High;
        if (slice.ContainsAnyExcept(before))
            return false;
        slice.Fill((byte)band.Low);
        return true;
    }
}
