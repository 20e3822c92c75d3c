using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using SecureDocket.Credentials.Codecs;

namespace SecureDocket.Credentials.Interop;

/// <summary>One item of other issuers' CBOR, read leniently: any order of keys, any length of heads, any tags; floats and simple values are skipped.</summary>
/// <remarks>Depth and number of items are limited; indefinite lengths are not supported. It is never used for a verdict.</remarks>
internal sealed class CborValue
{
    private const int DepthLimit = 8;
    private const int ItemLimit = 1000;

    private CborValue(CborMajor major, ulong argument, ReadOnlyMemory<byte> bytes, IReadOnlyList<CborValue> items)
    {
        Major = major;
        Argument = argument;
        Bytes = bytes;
        Items = items;
    }

    public CborMajor Major { get; }

    /// <summary>The argument of the head: an integer's value or a tag's number.</summary>
    public ulong Argument { get; }

    /// <summary>The content of a byte or text string.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>An array's items, a map's alternating keys and values, or a tag's content.</summary>
    public IReadOnlyList<CborValue> Items { get; }

    /// <summary>The integer; null for any other item, or beyond 63 bits.</summary>
    public long? Integer => Argument > long.MaxValue ? null : Major switch
    {
        CborMajor.Unsigned => (long)Argument,
        CborMajor.Negative => -1 - (long)Argument,
        _ => null,
    };

    /// <summary>The text as valid UTF-8; null for any other item.</summary>
    public string? Text => Major == CborMajor.Text ? Encoding.UTF8.GetString(Bytes.Span) : null;

    /// <summary>The value of an integer key; null without one. The first of several counts.</summary>
    public CborValue? this[long key] => Under(candidate => candidate.Integer == key);

    /// <summary>The value of a text key; null without one.</summary>
    public CborValue? this[string key] => Under(candidate => candidate.Text == key);

    /// <summary>Reads exactly one item.</summary>
    /// <returns>Null for invalid input, or input beyond the limits.</returns>
    public static CborValue? Read(ReadOnlyMemory<byte> input)
    {
        var left = ItemLimit;
        return TryRead(ref input, DepthLimit, ref left, out var value) && input.IsEmpty ? value : null;
    }

    private CborValue? Under(Func<CborValue, bool> matches)
    {
        for (var i = 0; Major == CborMajor.Map && i < Items.Count; i += 2)
        {
            if (matches(Items[i]))
            {
                return Items[i + 1];
            }
        }

        return null;
    }

    private static bool TryRead(ref ReadOnlyMemory<byte> input, int depth, ref int left, out CborValue value)
    {
        value = null!;
        if (depth < 0 || --left < 0 || !TryHead(ref input, out var major, out var argument))
        {
            return false;
        }

        switch (major)
        {
            case CborMajor.Bytes or CborMajor.Text:
                if (argument > (ulong)input.Length || (major == CborMajor.Text && !Utf8.IsValid(input.Span[..(int)argument])))
                {
                    return false;
                }

                value = new(major, argument, input[..(int)argument], []);
                input = input[(int)argument..];
                return true;
            case CborMajor.Array or CborMajor.Map or CborMajor.Tag:
                var count = major switch { CborMajor.Tag => 1UL, CborMajor.Map => 2 * argument, _ => argument };
                if (argument > ItemLimit && major != CborMajor.Tag)
                {
                    return false;
                }

                List<CborValue> items = [];
                for (var i = 0UL; i < count; i++)
                {
                    if (!TryRead(ref input, depth - 1, ref left, out var item))
                    {
                        return false;
                    }

                    items.Add(item);
                }

                value = new(major, argument, default, items);
                return true;
            default:
                value = new(major, argument, default, []);
                return true;
        }
    }

    private static bool TryHead(ref ReadOnlyMemory<byte> input, out CborMajor major, out ulong argument)
    {
        (major, argument) = (default, 0);
        if (input.IsEmpty)
        {
            return false;
        }

        major = (CborMajor)(input.Span[0] >> 5);
        var info = input.Span[0] & 0x1F;
        var length = info switch { < 24 => 0, 24 => 1, 25 => 2, 26 => 4, 27 => 8, _ => -1 };
        if (length < 0 || input.Length <= length)
        {
            return false;
        }

        var bytes = input.Span.Slice(1, length);
        argument = length switch
        {
            0 => (ulong)info,
            1 => bytes[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            _ => BinaryPrimitives.ReadUInt64BigEndian(bytes),
        };
        input = input[(1 + length)..];
        return true;
    }
}
