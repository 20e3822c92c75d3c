namespace SecureDocket.Photos.Jpeg;

/// <summary>
/// One Huffman table (ITU-T T.81 B.2.4.2, annex C), loaded in place so that a file with many tables allocates nothing.
/// </summary>
internal sealed class HuffmanTable
{
    private const int LongestCode = 16;

    // For each code length: the first 16-bit window beyond its codes, and the start of its values minus its first code.
    private readonly int[] _limits = new int[LongestCode + 1];
    private readonly int[] _offsets = new int[LongestCode + 1];
    private readonly byte[] _values = new byte[256];

    public bool IsDefined { get; private set; }

    /// <summary>Loads a table; returns its length in bytes, or 0 if it is truncated or assigns more codes than exist.</summary>
    public int Load(ReadOnlySpan<byte> definition)
    {
        IsDefined = false;
        if (definition.Length < LongestCode)
            return 0;
        var code = 0;
        var total = 0;
        for (var length = 1; length <= LongestCode; length++)
        {
            var count = definition[length - 1];
            _offsets[length] = total - code;
            code += count;
            total += count;
            if (code > 1 << length || total > _values.Length)
                return 0;
            _limits[length] = code << (LongestCode - length);
            code <<= 1;
        }
        if (total == 0 || definition.Length < LongestCode + total)
            return 0;
        definition.Slice(LongestCode, total).CopyTo(_values);
        IsDefined = true;
        return LongestCode + total;
    }

    /// <summary>The value of the next code, or -1 if none matches: ITU-T T.81 F.2.2.3.</summary>
    public int Decode(ref EntropyBits bits)
    {
        var window = bits.Peek16();
        for (var length = 1; length <= LongestCode; length++)
        {
            if (window >= _limits[length])
                continue;
            bits.Skip(length);
            return _values[(window >> (LongestCode - length)) + _offsets[length]];
        }
        return -1;
    }
}
