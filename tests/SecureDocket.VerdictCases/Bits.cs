namespace SecureDocket.VerdictCases;

/// <summary>Writes a Deflate stream (RFC 1951) bit by bit, sound or not.</summary>
internal sealed class Bits
{
    private readonly List<byte> _bytes = [];
    private int _count;

    /// <summary>From the lowest bit on.</summary>
    public Bits Low(int value, int count)
    {
        for (var bit = 0; bit < count; bit++, _count++)
        {
            if (_count % 8 == 0)
            {
                _bytes.Add(0);
            }

            _bytes[^1] |= (byte)(((value >> bit) & 1) << (_count % 8));
        }

        return this;
    }

    /// <summary>From the highest bit on, as codes go out.</summary>
    public Bits High(int code, int count)
    {
        for (var bit = count - 1; bit >= 0; bit--)
        {
            Low((code >> bit) & 1, 1);
        }

        return this;
    }

    /// <summary>The head of a block.</summary>
    public Bits Block(bool isLast, int type) => Low(isLast ? 1 : 0, 1).Low(type, 2);

    /// <summary>A symbol in the fixed code (RFC 1951, section 3.2.6).</summary>
    public Bits Fixed(int symbol) => symbol switch
    {
        < 144 => High(0x30 + symbol, 8),
        < 256 => High(0x190 + symbol - 144, 9),
        < 280 => High(symbol - 256, 7),
        _ => High(0xC0 + symbol - 280, 8),
    };

    /// <summary>Bytes as literals of the fixed code.</summary>
    public Bits Literals(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            Fixed(value);
        }

        return this;
    }

    /// <summary>Whole bytes from the next byte on.</summary>
    public Bits Aligned(ReadOnlySpan<byte> bytes)
    {
        _count = _bytes.Count * 8;
        foreach (var value in bytes)
        {
            Low(value, 8);
        }

        return this;
    }

    /// <summary>The stream with a zlib head before it and the checksum of what comes out after it.</summary>
    public byte[] Zlib(ReadOnlySpan<byte> inflated) => [0x78, 0x01, .. _bytes, .. Adler32(inflated)];

    public static byte[] Adler32(ReadOnlySpan<byte> bytes)
    {
        uint a = 1, b = 0;
        foreach (var value in bytes)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }

        return [(byte)(b >> 8), (byte)b, (byte)(a >> 8), (byte)a];
    }
}
