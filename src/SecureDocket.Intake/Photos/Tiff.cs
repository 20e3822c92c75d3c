using System.Buffers.Binary;

namespace SecureDocket.Photos;

/// <summary>The TIFF structure of EXIF metadata (Exif 3.0, 4.6.2). Whatever is unreadable is not there.</summary>
internal readonly ref struct Tiff
{
    private const int HeaderLength = 8;
    private const int EntryLength = 12;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly bool _little;

    public Tiff(ReadOnlySpan<byte> bytes)
    {
        _little = bytes.StartsWith("II*\0"u8);
        _bytes = bytes.Length >= HeaderLength && (_little || bytes.StartsWith("MM\0*"u8)) ? bytes : [];
    }

    /// <summary>Where the first directory is; 0 if there is none.</summary>
    public uint First => _bytes.IsEmpty ? 0 : UInt32(_bytes[4..]);

    /// <summary>The entries with a tag in the directory at an offset, one after another.</summary>
    public ReadOnlySpan<byte> Entries(uint directory)
    {
        if (directory < HeaderLength || directory > _bytes.Length - 2)
            return [];
        var entries = _bytes[(int)directory..];
        return entries[2..Math.Min(entries.Length, 2 + EntryLength * UInt16(entries))];
    }

    /// <summary>Takes the next entry; false if there is none.</summary>
    public static bool TryNext(ref ReadOnlySpan<byte> entries, out ReadOnlySpan<byte> entry)
    {
        entry = entries.Length < EntryLength ? [] : entries[..EntryLength];
        entries = entries[entry.Length..];
        return !entry.IsEmpty;
    }

    public ushort Tag(ReadOnlySpan<byte> entry) => UInt16(entry);

    // Writers use one type for each tag, but lenient readers take others too, so this reader must be lenient as well.
    public uint Value(ReadOnlySpan<byte> entry) => UInt16(entry[2..]) switch
    {
        1 => entry[8],
        4 => UInt32(entry[8..]),
        _ => UInt16(entry[8..]),
    };

    /// <summary>The value of a tag in the directory at an offset; 0 if it is not there.</summary>
    public uint Find(uint directory, ushort tag)
    {
        var entries = Entries(directory);
        while (TryNext(ref entries, out var entry))
        {
            if (Tag(entry) == tag)
                return Value(entry);
        }
        return 0;
    }

    private ushort UInt16(ReadOnlySpan<byte> at) => _little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private uint UInt32(ReadOnlySpan<byte> at) => _little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}
