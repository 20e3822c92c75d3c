using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace SecureDocket.Credentials.Codecs;

/// <summary>Writes deterministic CBOR (RFC 8949, section 4.2.1) with shortest heads and definite lengths. The caller must order map keys.</summary>
internal sealed class CborWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(512);

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    public CborWriter Map(int pairs) => Head(CborMajor.Map, (ulong)pairs);

    public CborWriter Array(int items) => Head(CborMajor.Array, (ulong)items);

    public CborWriter Tag(ulong tag) => Head(CborMajor.Tag, tag);

    public CborWriter Int(long value) =>
        value >= 0 ? Head(CborMajor.Unsigned, (ulong)value) : Head(CborMajor.Negative, (ulong)(-1 - value));

    public CborWriter Bytes(ReadOnlySpan<byte> value)
    {
        Head(CborMajor.Bytes, (ulong)value.Length);
        _buffer.Write(value);
        return this;
    }

    public CborWriter Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Head(CborMajor.Text, (ulong)length);
        _buffer.Advance(Encoding.UTF8.GetBytes(value, _buffer.GetSpan(length)));
        return this;
    }

    private CborWriter Head(CborMajor major, ulong argument)
    {
        var head = _buffer.GetSpan(9);
        var type = (byte)((int)major << 5);
        var length = 1;
        switch (argument)
        {
            case < 24:
                head[0] = (byte)(type | (byte)argument);
                break;
            case <= byte.MaxValue:
                head[0] = (byte)(type | 24);
                head[1] = (byte)argument;
                length = 2;
                break;
            case <= ushort.MaxValue:
                head[0] = (byte)(type | 25);
                BinaryPrimitives.WriteUInt16BigEndian(head[1..], (ushort)argument);
                length = 3;
                break;
            case <= uint.MaxValue:
                head[0] = (byte)(type | 26);
                BinaryPrimitives.WriteUInt32BigEndian(head[1..], (uint)argument);
                length = 5;
                break;
            default:
                head[0] = (byte)(type | 27);
                BinaryPrimitives.WriteUInt64BigEndian(head[1..], argument);
                length = 9;
                break;
        }

        _buffer.Advance(length);
        return this;
    }
}

/// <summary>The major types of RFC 8949, section 3.1.</summary>
internal enum CborMajor
{
    Unsigned = 0,
    Negative = 1,
    Bytes = 2,
    Text = 3,
    Array = 4,
    Map = 5,
    Tag = 6,
    Simple = 7,
}
