using System.Buffers.Binary;

namespace SecureDocket.Photos.Jpeg;

/// <summary>The current tables, which a scan may refer to.</summary>
internal sealed class JpegTables
{
    // Real encoders write a dozen; unlimited tables could hide a payload.
    private const int MaximumDefinitions = 128;
    private const int QuantisationLength = 64;

    private readonly HuffmanTable[] _dc = [new(), new(), new(), new()];
    private readonly HuffmanTable[] _ac = [new(), new(), new(), new()];
    private readonly byte[] _quantisation = new byte[4];
    private int _definitions;

    /// <summary>MCUs between restart markers; 0 for none.</summary>
    public int RestartInterval { get; private set; }

    /// <summary>The factor of the first coefficient; 0 if there is no such table.</summary>
    public int DcStep(int id) => _quantisation[id];

    public HuffmanTable Dc(int id) => _dc[id];

    public HuffmanTable Ac(int id) => _ac[id];

    /// <summary>DHT, ITU-T T.81 B.2.4.2.</summary>
    public Refusal? LoadHuffman(ReadOnlySpan<byte> payload)
    {
        while (!payload.IsEmpty)
        {
            var (kind, id) = (payload[0] >> 4, payload[0] & 15);
            if (kind > 1 || id > 3 || ++_definitions > MaximumDefinitions)
                return PhotoFault.Corrupt("a Huffman table has an impossible number");
            var length = (kind == 0 ? _dc : _ac)[id].Load(payload[1..]);
            if (length == 0)
                return PhotoFault.Corrupt("a Huffman table is invalid");
            payload = payload[(1 + length)..];
        }
        return null;
    }

    /// <summary>DQT, ITU-T T.81 B.2.4.1; elements of 16 bits belong to 12-bit samples only.</summary>
    public Refusal? LoadQuantisation(ReadOnlySpan<byte> payload)
    {
        while (!payload.IsEmpty)
        {
            var (precision, id) = (payload[0] >> 4, payload[0] & 15);
            if (precision == 1)
                return PhotoFault.Unsupported("The picture is compressed with 16-bit tables");
            if (precision > 1 || id > 3 || payload.Length <= QuantisationLength || ++_definitions > MaximumDefinitions)
                return PhotoFault.Corrupt("a quantisation table is invalid");
            if (payload.Slice(1, QuantisationLength).Contains((byte)0))
                return PhotoFault.Corrupt("a quantisation table contains a zero");
            _quantisation[id] = payload[1];
            payload = payload[(1 + QuantisationLength)..];
        }
        return null;
    }

    /// <summary>DRI, ITU-T T.81 B.2.4.4.</summary>
    public Refusal? LoadRestartInterval(ReadOnlySpan<byte> payload)
    {
        if (payload.Length != 2)
            return PhotoFault.Corrupt("the restart interval has a wrong length");
        RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(payload);
        return null;
    }
}
