using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace SecureDocket.Tests.Photos;

/// <summary>Writes a flat PNG by hand; each test breaks one thing in it.</summary>
internal sealed class PngBytes
{
    public uint Width { get; set; } = 600;

    public uint Height { get; set; } = 600;

    public byte Depth { get; set; } = 8;

    public byte ColourType { get; set; } = 2;

    public byte Interlace { get; set; }

    /// <summary>Chunks before the pixels.</summary>
    public List<(string Type, byte[] Payload)> Before { get; } = [];

    /// <summary>Chunks after the pixels.</summary>
    public List<(string Type, byte[] Payload)> After { get; } = [];

    /// <summary>Rows as they are before compression; what the header announces unless a test says otherwise.</summary>
    public byte[]? Rows { get; set; }

    /// <summary>What follows the end of the compressed data inside the last IDAT.</summary>
    public byte[] Smuggled { get; set; } = [];

    /// <summary>Changes the compressed data before it is cut into chunks with sound checksums.</summary>
    public Func<byte[], byte[]> Damage { get; set; } = data => data;

    public int DataChunks { get; set; } = 3;

    public byte[] Trailer { get; set; } = [];

    public byte[] Build()
    {
        var bytes = new List<byte> { 0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A };
        var header = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(header, Width);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9], header[12]) = (Depth, ColourType, Interlace);
        Chunk(bytes, "IHDR", header);
        foreach (var (type, payload) in Before)
            Chunk(bytes, type, payload);
        byte[] data = [.. Damage(Compress(Rows ?? new byte[RowLength * (int)Height])), .. Smuggled];
        foreach (var part in data.Chunk(Math.Max(1, (data.Length + DataChunks - 1) / DataChunks)))
            Chunk(bytes, "IDAT", part);
        foreach (var (type, payload) in After)
            Chunk(bytes, type, payload);
        Chunk(bytes, "IEND", []);
        bytes.AddRange(Trailer);
        return [.. bytes];
    }

    public int RowLength => 1 + (int)Width * (ColourType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 });

    public static byte[] Compress(byte[] rows)
    {
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(rows);
        return memory.ToArray();
    }

    private static void Chunk(List<byte> bytes, string type, byte[] payload)
    {
        byte[] covered = [.. Encoding.ASCII.GetBytes(type), .. payload];
        bytes.AddRange(UInt32((uint)payload.Length));
        bytes.AddRange(covered);
        bytes.AddRange(UInt32(Checksum(covered)));
    }

    // Bit by bit, so that the test does not share a table with the code under test.
    private static uint Checksum(byte[] covered)
    {
        var crc = uint.MaxValue;
        foreach (var value in covered)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }
        return ~crc;
    }

    private static byte[] UInt32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
