namespace SecureDocket.Photos.Png;

/// <summary>
/// Walks a PNG file from its signature to IEND (PNG third edition, 5) and copies the chunks that a decoder needs. Every
/// chunk's checksum is verified, including those that are dropped. Faults in the headers are collected.
/// </summary>
internal ref struct PngRewriter
{
    // A 1 MiB picture in IDAT chunks of 4 KB has 256.
    private const int MaximumChunks = 1024;
    private const int LongestPalette = 3 * 256;

    private readonly List<Refusal> _faults = [];
    private readonly ReadOnlyMemory<byte> _file;
    private ReadOnlySpan<byte> _rest;
    private PhotoWriter _output;
    private PngHeader? _header;
    private readonly PngColours _colours = new();
    private byte[] _palette = [];
    private int _paletteEntries;
    private bool _transparency;
    private int _dataStart;
    private int _dataEnd;

    private PngRewriter(ReadOnlyMemory<byte> file, PhotoWriter output)
    {
        _file = file;
        _rest = file.Span[Signature.Length..];
        _output = output;
    }

    // PNG third edition, 5.2.
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool Recognises(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    public static Result<Photo> Rewrite(ReadOnlyMemory<byte> file, PhotoWriter output)
    {
        output.Write(Signature);
        return new PngRewriter(file, output).Walk();
    }

    private Result<Photo> Walk()
    {
        for (var count = 0; count < MaximumChunks; count++)
        {
            if (!PngChunk.TryRead(ref _rest, out var chunk))
                return Stop(PhotoFault.Truncated("it has no end chunk"));
            if (!chunk.HasSoundChecksum)
                return Stop(PhotoFault.Corrupt("a chunk's checksum is wrong"));
            if (count == 0 != (chunk.Type == PngChunk.Header))
                return Stop(PhotoFault.Corrupt("the image header is not first, or is repeated"));
            if (chunk.Type == PngChunk.End)
                return End(chunk);
            if (Take(chunk) is { } fault)
                return Stop(fault);
        }
        return Stop(PhotoFault.Corrupt("it has too many chunks"));
    }

    private Refusal? Take(scoped PngChunk chunk)
    {
        if (_dataStart == 0)
            _colours.Take(chunk.Type, chunk.Payload);
        switch (chunk.Type)
        {
            case PngChunk.Header:
                _header = PngHeader.Read(chunk.Payload, _faults);
                _output.Write(chunk.Whole);
                return null;
            case PngChunk.Palette:
                return TakePalette(chunk);
            case PngChunk.Transparency:
                return TakeTransparency(chunk);
            case PngChunk.Data:
                return TakeData(chunk);
            case PngChunk.Animation:
                return PhotoFault.Unsupported("The picture is animated");
            case PngChunk.Exif:
                if (!ExifOrientation.IsUpright(chunk.Payload) && !_faults.Exists(fault => fault.Code == PhotoCodes.Orientation))
                    _faults.Add(PhotoFault.Orientation());
                return null;
            default:
                return chunk.IsCritical ? PhotoFault.Unsupported("The picture needs a non-standard chunk") : null;
        }
    }

    // 11.2.2: required for indexed colour, only a hint for true colour (dropped), forbidden for grey.
    private Refusal? TakePalette(scoped PngChunk chunk)
    {
        var entries = chunk.Payload.Length / 3;
        var sound = chunk.Payload.Length is > 0 and <= LongestPalette && chunk.Payload.Length % 3 == 0;
        if (!sound || _paletteEntries > 0 || _transparency || _dataStart > 0
            || _header is { ColourType: PngHeader.Grey or PngHeader.GreyAlpha })
            return PhotoFault.Corrupt("its palette is invalid");
        _paletteEntries = entries;
        if (_header is { ColourType: PngHeader.Indexed })
        {
            _palette = chunk.Payload.ToArray();
            _output.Write(chunk.Whole);
        }
        return null;
    }

    // 11.3.1.1: one grey sample, one colour of three samples, or an alpha value for each palette entry.
    private Refusal? TakeTransparency(scoped PngChunk chunk)
    {
        var length = chunk.Payload.Length;
        var sound = _header?.ColourType switch
        {
            null => true,
            PngHeader.Grey => length == 2,
            PngHeader.TrueColour => length == 6,
            PngHeader.Indexed => length > 0 && length <= _paletteEntries,
            _ => false,
        };
        if (!sound || _transparency || _dataStart > 0)
            return PhotoFault.Corrupt("its transparency is invalid");
        _transparency = true;
        _output.Write(chunk.Whole);
        return null;
    }

    private Refusal? TakeData(scoped PngChunk chunk)
    {
        var end = _file.Length - _rest.Length;
        var start = end - chunk.Whole.Length;
        if (_dataStart == 0)
            _dataStart = start;
        else if (_dataEnd != start)
            return PhotoFault.Corrupt("its pixel data is not contiguous");
        if (_header is { ColourType: PngHeader.Indexed } && _paletteEntries == 0)
            return PhotoFault.Truncated("its palette is missing");
        _dataEnd = end;
        _output.Write(chunk.Whole);
        return null;
    }

    private Result<Photo> End(scoped PngChunk chunk)
    {
        if (!chunk.Payload.IsEmpty)
            return Stop(PhotoFault.Corrupt("its end chunk is not empty"));
        if (_dataStart == 0)
            return Stop(PhotoFault.Truncated("it has no pixels"));
        if (_header is null || _faults.Count > 0)
            return _faults;
        if (ImageData.Check(_header, _file[_dataStart.._dataEnd]) is { } fault)
            return fault;
        if (_colours.Space is { } space
            && (space.ShowsInGreys || (space.ShowsInColours && PngPixels.AreColoured(_header, _palette, _file[_dataStart.._dataEnd]))))
            return PhotoFault.Colours(space.Name);
        _output.Write(chunk.Whole);
        return Photo.Png(_output.Written, _header.Width, _header.Height);
    }

    // The fault that ends the walk is often a consequence of one already reported.
    private readonly Result<Photo> Stop(Refusal fault)
    {
        if (!_faults.Exists(known => known.Code == fault.Code))
            _faults.Add(fault);
        return _faults;
    }
}
