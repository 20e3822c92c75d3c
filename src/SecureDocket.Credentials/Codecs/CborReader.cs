using System.Buffers.Binary;
using System.Text;

namespace SecureDocket.Credentials.Codecs;

/// <summary>Reads deterministic CBOR (RFC 8949, section 4.2.1) and nothing else; every read returns whether it succeeded, and none throws.</summary>
/// <remarks>
/// It refuses indefinite lengths, heads longer than needed, floats and simple values, and lengths beyond the input.
/// A caller that reads a map key by key in the only valid order, and is then <see cref="AtEnd"/>, has therefore
/// accepted the only encoding, so that it need not compare with a re-encoding.
/// </remarks>
internal ref struct CborReader(ReadOnlySpan<byte> input)
{
    private ReadOnlySpan<byte> _rest = input;
    private string? _fault;

    public readonly bool AtEnd => _rest.IsEmpty;

    public bool TryMap(out int pairs) => TryCount(CborMajor.Map, out pairs);

    public bool TryArray(out int items) => TryCount(CborMajor.Array, out items);

    public bool TryTag(ulong expected) => TryHead(out var major, out var tag) && major == CborMajor.Tag && tag == expected;

    public bool TryInt(out long value)
    {
        value = 0;
        if (!TryHead(out var major, out var argument) || argument > long.MaxValue)
        {
            return false;
        }

        value = major == CborMajor.Negative ? -1 - (long)argument : (long)argument;
        return major is CborMajor.Unsigned or CborMajor.Negative;
    }

    public bool TryBytes(out ReadOnlySpan<byte> value) => TryString(CborMajor.Bytes, out value);

    public bool TryText(out ReadOnlySpan<byte> utf8) => TryString(CborMajor.Text, out utf8) && Utf8IsValid(utf8);

    /// <summary>Reads an expected integer key.</summary>
    public bool TryKey(int expected) => TryInt(out var key) && key == expected;

    /// <summary>Reads an expected text key.</summary>
    public bool TryKey(ReadOnlySpan<byte> expected) => TryText(out var key) && key.SequenceEqual(expected);

    /// <summary>Reads a whole number of seconds since 1970 (RFC 8392, section 2: NumericDate).</summary>
    public bool TryTime(out DateTimeOffset time)
    {
        time = default;
        if (!TryInt(out var seconds) || seconds < 0 || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return false;
        }

        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    public bool TryText(int maximumBytes, out string value)
    {
        value = string.Empty;
        if (!TryText(out var utf8) || utf8.Length > maximumBytes)
        {
            return false;
        }

        value = Encoding.UTF8.GetString(utf8);
        return true;
    }

    /// <summary>
    /// Whether <paramref name="input"/> is exactly one item without tags, with unique keys in bytewise order, and at most <paramref
    /// name="depth"/> deep.
    /// </summary>
    public static bool IsDeterministic(ReadOnlySpan<byte> input, int depth)
    {
        var reader = new CborReader(input);
        return reader.Walk(depth) && reader.AtEnd;
    }

    /// <summary>Finds the fault of a refused item, as far as it is independent of the item's meaning.</summary>
    /// <param name="input">The item's bytes.</param>
    /// <param name="depth">The deepest nesting, counted inside the tags.</param>
    /// <param name="tags">The maximum number of tags before the item.</param>
    /// <returns>The code of the first fault, from <see cref="Reasons"/>; null for a fault that only the reader of the item can determine.</returns>
    public static string? FaultIn(ReadOnlySpan<byte> input, int depth, int tags = 0)
    {
        var reader = new CborReader(input);
        for (; tags > 0 && !reader.AtEnd && (CborMajor)(reader._rest[0] >> 5) == CborMajor.Tag; tags--)
        {
            reader.TryHead(out _, out _);
        }

        return reader.Walk(depth) && !reader.AtEnd ? Reasons.TrailingBytes : reader._fault;
    }

    private bool Walk(int depth)
    {
        if (depth < 0)
        {
            return Fail(Reasons.TooDeep);
        }

        if (!TryHead(out var major, out var argument))
        {
            return false;
        }

        return major switch
        {
            CborMajor.Unsigned or CborMajor.Negative => true,
            CborMajor.Bytes => TryTake(argument, out _),
            CborMajor.Text => TryTake(argument, out var text) && Utf8IsValid(text),

            // An item takes at least one byte, so a count beyond the rest is false and must not drive a loop.
            CborMajor.Array => argument <= (ulong)_rest.Length && WalkItems(argument, depth - 1),
            CborMajor.Map => argument <= (ulong)_rest.Length / 2 && WalkPairs(argument, depth - 1),
            CborMajor.Tag => Fail(Reasons.WrongTag),
            _ => false,
        };
    }

    private bool WalkItems(ulong items, int depth)
    {
        for (var i = 0UL; i < items; i++)
        {
            if (!Walk(depth))
            {
                return false;
            }
        }

        return true;
    }

    private bool WalkPairs(ulong pairs, int depth)
    {
        var first = this;
        var previous = ReadOnlySpan<byte>.Empty;
        for (var i = 0UL; i < pairs; i++)
        {
            if (!WalkKey(depth, out var key))
            {
                return false;
            }

            if (key.SequenceCompareTo(previous) <= 0)
            {
                return Fail(first.HasKey(key, i, depth) ? Reasons.DuplicateKey : Reasons.NotCanonical);
            }

            if (!Walk(depth))
            {
                return false;
            }

            previous = key;
        }

        return true;
    }

    private bool WalkKey(int depth, out ReadOnlySpan<byte> key)
    {
        var before = _rest;
        var walked = Walk(depth);
        key = before[..(before.Length - _rest.Length)];
        return walked;
    }

    /// <summary>Whether one of the next <paramref name="pairs"/>, which were walked before, has this key.</summary>
    private bool HasKey(ReadOnlySpan<byte> key, ulong pairs, int depth)
    {
        var found = false;
        for (var i = 0UL; i < pairs && !found; i++)
        {
            found = WalkKey(depth, out var other) && key.SequenceEqual(other);
            Walk(depth);
        }

        return found;
    }

    /// <summary>Keeps the first fault.</summary>
    private bool Fail(string fault)
    {
        _fault ??= fault;
        return false;
    }

    private bool TryCount(CborMajor expected, out int count)
    {
        count = 0;
        if (!TryHead(out var major, out var argument) || major != expected || argument > (ulong)_rest.Length)
        {
            return false;
        }

        count = (int)argument;
        return true;
    }

    private bool TryString(CborMajor expected, out ReadOnlySpan<byte> value)
    {
        value = default;
        return TryHead(out var major, out var length) && major == expected && TryTake(length, out value);
    }

    private bool TryTake(ulong length, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (length > (ulong)_rest.Length)
        {
            return false;
        }

        value = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return true;
    }

    private bool TryHead(out CborMajor major, out ulong argument)
    {
        major = default;
        argument = 0;
        if (_rest.IsEmpty)
        {
            return false;
        }

        major = (CborMajor)(_rest[0] >> 5);
        var info = _rest[0] & 0x1F;
        if (info < 24)
        {
            argument = (ulong)info;
            _rest = _rest[1..];
            return major != CborMajor.Simple;
        }

        if (info == 31 && major is CborMajor.Bytes or CborMajor.Text or CborMajor.Array or CborMajor.Map)
        {
            return Fail(Reasons.IndefiniteLength);
        }

        var length = info switch { 24 => 1, 25 => 2, 26 => 4, 27 => 8, _ => 0 };
        if (length == 0 || _rest.Length <= length || major == CborMajor.Simple)
        {
            return false;
        }

        var value = _rest.Slice(1, length);
        (argument, var shortest) = length switch
        {
            1 => (value[0], 24UL),
            2 => (BinaryPrimitives.ReadUInt16BigEndian(value), 0x100UL),
            4 => (BinaryPrimitives.ReadUInt32BigEndian(value), 0x1_0000UL),
            _ => (BinaryPrimitives.ReadUInt64BigEndian(value), 0x1_0000_0000UL),
        };
        _rest = _rest[(1 + length)..];
        return argument >= shortest || Fail(Reasons.NotCanonical);
    }

    private static bool Utf8IsValid(ReadOnlySpan<byte> text) => System.Text.Unicode.Utf8.IsValid(text);
}
