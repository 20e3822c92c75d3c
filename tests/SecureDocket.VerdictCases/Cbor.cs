using System.Buffers.Binary;
using System.Text;

namespace SecureDocket.VerdictCases;

/// <summary>Writes any CBOR, sound or not, with no help from the product's own writer.</summary>
internal static class Cbor
{
    /// <summary>One item: whole numbers, text, bytes, true, false and null, numbers with a fraction, arrays, maps in the order given, and bytes as they are.</summary>
    public static byte[] Item(object? value) => value switch
    {
        null => [0xF6],
        bool flag => [(byte)(flag ? 0xF5 : 0xF4)],
        double number => [0xFB, .. Big(BitConverter.DoubleToUInt64Bits(number), 8)],
        int number => Item((long)number),
        long number => number >= 0 ? Head(0, (ulong)number) : Head(1, (ulong)(-1 - number)),
        ulong number => Head(0, number),
        string text => [.. Head(3, (ulong)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)],
        byte[] bytes => [.. Head(2, (ulong)bytes.Length), .. bytes],
        Raw raw => raw.Bytes,
        Pairs pairs => [.. Head(5, (ulong)pairs.Count), .. pairs.SelectMany(pair => (byte[])[.. Item(pair.Key), .. Item(pair.Value)])],
        object?[] items => [.. Head(4, (ulong)items.Length), .. items.SelectMany(Item)],
        _ => throw new ArgumentException($"No form for {value.GetType()}.", nameof(value)),
    };

    /// <summary>A head of the shortest form.</summary>
    public static byte[] Head(int major, ulong argument) => argument switch
    {
        < 24 => [(byte)(major << 5 | (int)argument)],
        <= byte.MaxValue => [(byte)(major << 5 | 24), (byte)argument],
        <= ushort.MaxValue => [(byte)(major << 5 | 25), .. Big(argument, 2)],
        <= uint.MaxValue => [(byte)(major << 5 | 26), .. Big(argument, 4)],
        _ => [(byte)(major << 5 | 27), .. Big(argument, 8)],
    };

    private static byte[] Big(ulong value, int length)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes[^length..];
    }
}

/// <summary>Bytes that stand in the place of an item.</summary>
internal sealed record Raw(params byte[] Bytes);

/// <summary>A map's pairs, in the order in which they are written.</summary>
internal sealed class Pairs(params (object Key, object? Value)[] pairs) : List<(object Key, object? Value)>(pairs)
{
    /// <summary>The same with another value at a place.</summary>
    public Pairs With(int at, object? value)
    {
        Pairs copy = [.. this];
        copy[at] = (copy[at].Key, value);
        return copy;
    }

    /// <summary>The same without one.</summary>
    public Pairs Without(int at)
    {
        Pairs copy = [.. this];
        copy.RemoveAt(at);
        return copy;
    }

    /// <summary>The same with one more at a place.</summary>
    public Pairs Plus(int at, object key, object? value)
    {
        Pairs copy = [.. this];
        copy.Insert(at, (key, value));
        return copy;
    }
}
