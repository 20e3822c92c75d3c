namespace SecureDocket.Photos.Jpeg;

/// <summary>The content of a scan (ITU-T T.81 B.2.3): coefficients <c>Ss</c> to <c>Se</c>, successive approximation <c>Ah</c>, <c>Al</c>.</summary>
internal readonly record struct JpegBand(int Start, int End, int High, int Low)
{
    /// <summary>True for the first scan of the band, false for one that refines it by a bit.</summary>
    public bool IsFirst => High == 0;

    public bool IsDc => Start == 0;

    public bool IsSequential => this == new JpegBand(0, 63, 0, 0);

    /// <summary>The combinations of ITU-T T.81 table B.3 and G.1.1.1.1: DC alone, or a band of AC of one component.</summary>
    public bool IsProgressive(int components) =>
        (IsDc ? End == 0 : End >= Start && End <= 63 && components == 1)
        && Low <= 13
        && (IsFirst || Low == High - 1);
}
