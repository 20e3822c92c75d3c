using System.Buffers.Binary;

namespace SecureDocket.Photos.Jpeg;

/// <summary>Splits a JPEG file into markers, segments and entropy-coded data (ITU-T T.81 B.1.1), never reading past its end.</summary>
internal ref struct JpegReader(ReadOnlySpan<byte> file)
{
    private ReadOnlySpan<byte> _rest = file;

    /// <summary>The next marker's code without fill bytes (B.1.1.2); false if there is no marker here.</summary>
    public bool TryMarker(out byte marker)
    {
        marker = 0;
        if (_rest.IsEmpty || _rest[0] != 0xFF)
            return false;
        var code = _rest.IndexOfAnyExcept((byte)0xFF);
        if (code < 0)
            _rest = [];
        if (code < 0 || _rest[code] == 0)
            return false;
        marker = _rest[code];
        _rest = _rest[(code + 1)..];
        return true;
    }

    /// <summary>The payload after the two length bytes, which include themselves (B.1.1.4).</summary>
    public bool TrySegment(out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (_rest.Length < 2)
            return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(_rest);
        if (length < 2 || length > _rest.Length)
            return false;
        payload = _rest[2..length];
        _rest = _rest[length..];
        return true;
    }

    /// <summary>Copies a scan's data (B.1.1.5) up to the next marker: codes, stuffing and restart markers, no fill bytes.</summary>
    public void CopyEntropyData(ref PhotoWriter output)
    {
        while (!_rest.IsEmpty)
        {
            var plain = _rest.IndexOf((byte)0xFF);
            plain = plain < 0 ? _rest.Length : plain;
            output.Write(_rest[..plain]);
            _rest = _rest[plain..];
            var code = _rest.IndexOfAnyExcept((byte)0xFF);
            if (code < 0 || (_rest[code] != 0 && !JpegMarker.IsRestart(_rest[code])))
                return;
            output.Write(0xFF);
            output.Write(_rest[code]);
            _rest = _rest[(code + 1)..];
        }
    }

    /// <summary>The number of bytes at the end of a scan's data that are restart markers, which some cameras write after the last interval too.</summary>
    public static int FinalRestarts(ReadOnlySpan<byte> data)
    {
        var length = data.Length;
        while (length >= 2 && data[length - 2] == 0xFF && JpegMarker.IsRestart(data[length - 1]))
            length -= 2;
        return data.Length - length;
    }

    /// <summary>True if nothing is left to read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;
}
