namespace SecureDocket.Photos.Jpeg;

/// <summary>
/// Walks a JPEG file from SOI to the first EOI (ITU-T T.81, annex B) and writes what a decoder needs: tables, one frame,
/// scans. Faults in the headers are collected; a fault that makes it impossible to continue ends the walk.
/// </summary>
internal ref struct JpegRewriter
{
    // A progressive colour picture has about ten scans and thirty segments; a long profile or panorama block adds some dozens.
    private const int MaximumSegments = 512;
    private const int MaximumScans = 64;

    private readonly List<Refusal> _faults = [];
    private readonly JpegTables _tables = new();
    private JpegReader _reader;
    private PhotoWriter _output;
    private JpegFrame? _frame;
    private bool _frameSeen;
    private readonly JpegColours _colours = new();
    private bool _otherColours;
    private int _scans;

    private JpegRewriter(ReadOnlySpan<byte> file, PhotoWriter output)
    {
        _reader = new JpegReader(file);
        _output = output;
    }

    private static ReadOnlySpan<byte> Start => [0xFF, JpegMarker.StartOfImage];

    public static bool Recognises(ReadOnlySpan<byte> file) => file.StartsWith(Start) && file.Length > 2 && file[2] == 0xFF;

    public static Result<Photo> Rewrite(ReadOnlySpan<byte> file, PhotoWriter output)
    {
        output.Write(Start);
        output.Write(JfifHeader.Bytes);
        return new JpegRewriter(file[Start.Length..], output).Walk();
    }

    private Result<Photo> Walk()
    {
        for (var segment = 0; segment < MaximumSegments; segment++)
        {
            if (!_reader.TryMarker(out var marker))
                return Stop(_reader.IsAtEnd ? PhotoFault.Truncated("it has no end marker") : PhotoFault.Corrupt("a marker is missing"));
            if (marker == JpegMarker.EndOfImage)
                return End();
            if (!IsExpected(marker))
                return Stop(PhotoFault.Unsupported($"The picture contains a segment of type {marker:X2}, which a photo does not need"));
            if (!_reader.TrySegment(out var payload))
                return Stop(PhotoFault.Truncated("a segment is truncated"));
            if (Take(marker, payload) is { } fault)
                return Stop(fault);
            // Entropy data is only worth reading if the picture can still be accepted.
            if (marker == JpegMarker.StartOfScan && _faults.Count > 0)
                return _faults;
        }
        return Stop(PhotoFault.Corrupt("it has too many segments"));
    }

    private static bool IsExpected(byte marker) =>
        JpegMarker.IsApplication(marker) || JpegMarker.IsFrame(marker) || marker
            is JpegMarker.HuffmanTables or JpegMarker.QuantisationTables or JpegMarker.RestartInterval
            or JpegMarker.StartOfScan or JpegMarker.Comment;

    private Refusal? Take(byte marker, ReadOnlySpan<byte> payload)
    {
        switch (marker)
        {
            case JpegMarker.HuffmanTables:
                return Keep(marker, payload, _tables.LoadHuffman(payload));
            case JpegMarker.QuantisationTables:
                return Keep(marker, payload, _tables.LoadQuantisation(payload));
            case JpegMarker.RestartInterval:
                return Keep(marker, payload, _tables.LoadRestartInterval(payload));
            case JpegMarker.StartOfScan:
                return TakeScan(payload);
            case JpegMarker.Comment:
                return null;
            default:
                return JpegMarker.IsFrame(marker) ? TakeFrame(marker, payload) : Drop(marker, payload);
        }
    }

    private Refusal? Drop(byte marker, ReadOnlySpan<byte> payload)
    {
        _otherColours |= JpegMetadata.IsOtherThanYCbCr(marker, payload);
        _colours.Take(marker, payload);
        if (!JpegMetadata.IsUpright(marker, payload) && !_faults.Exists(fault => fault.Code == PhotoCodes.Orientation))
            _faults.Add(PhotoFault.Orientation());
        return null;
    }

    private Refusal? TakeFrame(byte marker, ReadOnlySpan<byte> payload)
    {
        if (_frameSeen)
            return PhotoFault.Corrupt("it has two frames");
        _frameSeen = true;
        _frame = JpegFrame.Read(marker, payload, _faults);
        return Keep(marker, payload, null);
    }

    private Refusal? TakeScan(ReadOnlySpan<byte> header)
    {
        if (_faults.Count > 0)
            return null;
        if (_frame is null)
            return PhotoFault.Corrupt("a scan comes before the frame");
        if (++_scans > MaximumScans)
            return PhotoFault.Corrupt("it has too many scans");
        var scan = JpegScan.Read(header, _frame, _tables);
        if (scan.IsRefused)
            return scan.Refusals[0];
        Keep(JpegMarker.StartOfScan, header, null);
        var start = _output.Length;
        _reader.CopyEntropyData(ref _output);
        _output.Drop(JpegReader.FinalRestarts(_output.Written[start..]));
        return EntropyWalk.Check(scan.Value, _frame, _tables.RestartInterval, _output.Written[start..]);
    }

    private Refusal? Keep(byte marker, ReadOnlySpan<byte> payload, Refusal? fault)
    {
        _output.Write(0xFF);
        _output.Write(marker);
        _output.Write((byte)((payload.Length + 2) >> 8));
        _output.Write((byte)(payload.Length + 2));
        _output.Write(payload);
        return fault;
    }

    private Result<Photo> End()
    {
        if (_otherColours && _frame is { Components.Count: 3 })
            _faults.Add(PhotoFault.Unsupported("The picture is an RGB JPEG"));
        if (_faults.Count > 0)
            return _faults;
        if (_frame is null || !_frame.Components.All(component => component.IsComplete))
            return PhotoFault.Truncated("some of its scans are missing");
        if (_frame.Components.Count == 3 && _colours.Space is { } space && (space.ShowsInGreys || (_frame.IsColoured && space.ShowsInColours)))
            return PhotoFault.Colours(space.Name);
        _output.Write(0xFF);
        _output.Write(JpegMarker.EndOfImage);
        return _output.Length > PhotoIntake.MaximumBytes
            ? PhotoFault.TooLarge()
            : Photo.Jpeg(_output.Written, _frame.Width, _frame.Height);
    }

    // The fault that ends the walk is often a consequence of one already reported.
    private readonly Result<Photo> Stop(Refusal fault)
    {
        if (!_faults.Exists(known => known.Code == fault.Code))
            _faults.Add(fault);
        return _faults;
    }
}
