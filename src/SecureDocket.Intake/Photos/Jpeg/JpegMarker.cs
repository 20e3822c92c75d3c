namespace SecureDocket.Photos.Jpeg;

/// <summary>The relevant marker codes: ITU-T T.81 table B.1.</summary>
internal static class JpegMarker
{
    public const byte BaselineFrame = 0xC0;
    public const byte SequentialFrame = 0xC1;
    public const byte ProgressiveFrame = 0xC2;
    public const byte HuffmanTables = 0xC4;
    public const byte FirstRestart = 0xD0;
    public const byte StartOfImage = 0xD8;
    public const byte EndOfImage = 0xD9;
    public const byte StartOfScan = 0xDA;
    public const byte QuantisationTables = 0xDB;
    public const byte RestartInterval = 0xDD;
    public const byte Application0 = 0xE0;
    public const byte Application1 = 0xE1;
    public const byte Application2 = 0xE2;
    public const byte Application14 = 0xEE;
    public const byte Comment = 0xFE;

    public static bool IsApplication(byte marker) => marker is >= 0xE0 and <= 0xEF;

    /// <summary>RST0 to RST7, the only markers inside entropy-coded data.</summary>
    public static bool IsRestart(byte marker) => marker is >= 0xD0 and <= 0xD7;

    /// <summary>Any start of frame, accepted or not; C4, C8 and CC are in the range but have other meanings.</summary>
    public static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}
