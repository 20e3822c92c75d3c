namespace SecureDocket.Photos.Jpeg;

/// <summary>
/// The bits of entropy-coded data (ITU-T T.81 F.2.2.5). Byte stuffing is removed. At a marker the reader adds zero bits,
/// as decoders do, and remembers that it did.
/// </summary>
internal ref struct EntropyBits(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;
    private ulong _window;
    private int _held;
    private int _borrowed;

    /// <summary>True if bits were used that the data does not have.</summary>
    public readonly bool IsOverdrawn => _held < _borrowed;

    public int Peek16()
    {
        if (_held < 16)
            Fill();
        return (int)(_window >> (_held - 16)) & 0xFFFF;
    }

    /// <summary>Takes up to 16 bits as a number.</summary>
    public int Take(int count)
    {
        var value = Peek16() >> (16 - count);
        Skip(count);
        return value;
    }

    public void Skip(int count)
    {
        if (_held < count)
            Fill();
        _held -= count;
    }

    /// <summary>True if only the padding of the last byte is left before the next marker or the end.</summary>
    public bool IsAtIntervalEnd()
    {
        Fill();
        return _held - _borrowed is >= 0 and < 8;
    }

    /// <summary>Steps over the expected restart marker; call it at the end of an interval.</summary>
    public bool TryRestart(int number)
    {
        if (_position + 2 > _data.Length || _data[_position + 1] != JpegMarker.FirstRestart + number)
            return false;
        _position += 2;
        _held = _borrowed = 0;
        return true;
    }

    /// <summary>True if no byte follows; call it at the end of an interval.</summary>
    public readonly bool IsAtEnd => _position == _data.Length;

    private void Fill()
    {
        while (_held <= 48)
        {
            _window = (_window << 8) | Next();
            _held += 8;
        }
    }

    private byte Next()
    {
        if (_position == _data.Length)
        {
            _borrowed += 8;
            return 0;
        }
        var value = _data[_position];
        if (value != 0xFF)
        {
            _position++;
            return value;
        }
        if (_position + 1 < _data.Length && _data[_position + 1] == 0)
        {
            _position += 2;
            return value;
        }
        _borrowed += 8;
        return 0;
    }
}
